#!/bin/sh
# The rules of fifteen.sed in as many sd, which knows one rule at a time.
# shellcheck disable=SC1112,SC2016  # quotation marks and $1 belong to the rules
sd '(?m)(\p{L}\p{L}|[\]”’")]) ,(\s|$)' '$1,$2' |
  sd '(?m)(\p{L}\p{L}|[\]”’")]) \.(\s|$)' '$1.$2' |
  sd '(?m)([\p{L}\p{N}\]”’")])\. \.([ \t]+[\p{Lu}“"]|$)' '$1.$2' |
  sd '(?m)([.,!?]) “$' '$1”' |
  sd '(\p{L})\x{AD}(\p{L})' '$1$2' |
  sd '[\x{200B}\x{FEFF}]' '' |
  sd '&(amp;)*nbsp;' ' ' |
  sd '&(amp;)*(rsquo|#8217|#x2019);' '’' |
  sd 'ﬁ' 'fi' |
  sd 'ﬂ' 'fl' |
  sd '\b(\p{L}*f) ([fil]\p{Ll}{2,})\b' '$1$2' |
  sd '\b(\p{Lu}\p{Ll}{3,})based\b' '$1-based' |
  sd '(?m)^ ?\?\? ([^?\n]+) \?\? (.*)$' '$2 (Photo: $1)' |
  sd '(?m)^Credits?(…|\.\.\.) ?(\p{Lu}.*)$' '(Photo: $2)' |
  sd '(?m)^(Comments are (now )?closed.*|Click to share on .*\(Opens in new window\))\n' ''
