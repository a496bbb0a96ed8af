# Fifteen of textmend's repairs as well as sed can do them, for `sed -E -f` in a UTF-8 locale.
s/([[:alpha:]][[:alpha:]]|[]”’")]) ,([[:space:]]|$)/\1,\2/g
s/([[:alpha:]][[:alpha:]]|[]”’")]) \.([[:space:]]|$)/\1.\2/g
s/([[:alnum:]]|[]”’")])\. \.([[:space:]]+[[:upper:]“"]|$)/\1.\2/g
s/([.,!?]) “$/\1”/
s/([[:alpha:]])\xC2\xAD([[:alpha:]])/\1\2/g
s/\xE2\x80\x8B|\xEF\xBB\xBF//g
s/&(amp;)*nbsp;/ /g
s/&(amp;)*(rsquo|#8217|#x2019);/’/g
s/ﬁ/fi/g
s/ﬂ/fl/g
s/\b([[:alpha:]]*f) ([fil][[:lower:]]{2,})\b/\1\2/g
s/\b([[:upper:]][[:lower:]]{3,})based\b/\1-based/g
s/^ ?\?\? ([^?]+) \?\? (.*)$/\2 (Photo: \1)/
s/^Credits?(…|\.\.\.) ?([[:upper:]].*)$/(Photo: \2)/
/^(Comments are (now )?closed.*|Click to share on .*\(Opens in new window\))$/d
