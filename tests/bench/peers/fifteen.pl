# The rules of fifteen.sed for `perl -CSD fifteen.pl`.
use strict;
use warnings;
use utf8;

while (<STDIN>) {
    s/(\p{L}\p{L}|[]”’")]) ,(\s|$)/$1,$2/g;
    s/(\p{L}\p{L}|[]”’")]) \.(\s|$)/$1.$2/g;
    s/([\p{L}\p{N}]|[]”’")])\. \.(\s+[\p{Lu}“"]|$)/$1.$2/g;
    s/([.,!?]) “$/$1”/;
    s/(\p{L})\x{AD}(\p{L})/$1$2/g;
    s/\x{200B}|\x{FEFF}//g;
    s/&(amp;)*nbsp;/ /g;
    s/&(amp;)*(rsquo|#8217|#x2019);/’/g;
    s/ﬁ/fi/g;
    s/ﬂ/fl/g;
    s/\b(\p{L}*f) ([fil]\p{Ll}{2,})\b/$1$2/g;
    s/\b(\p{Lu}\p{Ll}{3,})based\b/$1-based/g;
    s/^ ?\?\? ([^?]+) \?\? (.*)$/$2 (Photo: $1)/;
    s/^Credits?(…|\.\.\.) ?(\p{Lu}.*)$/(Photo: $2)/;
    next if /^(Comments are (now )?closed.*|Click to share on .*\(Opens in new window\))$/;
    print;
}
