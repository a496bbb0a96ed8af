// What a file has besides its content.

#ifndef TEXTMEND_CLI_ATTRIBUTES_H_
#define TEXTMEND_CLI_ATTRIBUTES_H_

namespace textmend::cli {

// Gives the open file `to` the owner and group of `from`. Throws DocumentError if they differ and
// we may not.
void copy_owner(int from, int to);

// The same with mode, access control list, other extended attributes and, where asked for, times of
// last access and change; what can't be copied throws. `to` must have its content already. It loses
// an access control list that its folder gave it; attributes that the kernel computes from the
// content (security.ima, security.evm) are the kernel's to write.
void copy_attributes(int from, int to, bool times);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_ATTRIBUTES_H_
