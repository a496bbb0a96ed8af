// textmend.lock: what a run must be like to give the same answers.
//
// `textmend rules lock` writes the file, and with --locked a run that differs from it ends before
// any text is read, with a message for each difference. The file is TOML: the versions of the
// program and of the libraries that decide what a character or a pattern is, the fingerprint, and a
// digest of each rule that is on and of each word list, so that a difference has a name; and the
// fingerprint of each profile, for records that name one.

#ifndef TEXTMEND_CLI_LOCK_H_
#define TEXTMEND_CLI_LOCK_H_

#include <string>

#include "cli/message.h"
#include "cli/options.h"
#include "textmend/textmend.h"

namespace textmend::cli {

// The text of the lock file for `rules`, which are those of `choice`.
std::string lock_text(const RuleSet& rules, const RuleChoice& choice);

// Where --locked finds its file: textmend.lock in the current folder, or in the nearest above it.
// Empty when there is none.
std::string find_lock();

// Where `rules lock` writes it: beside the configuration file `config`, or, when that is empty, in
// the current folder.
std::string lock_path(const std::string& config);

// Whether `rules` are those that were locked in `path`, and with `any_profile` those of each
// profile as well. Says what differs.
bool holds_lock(const RuleSet& rules, const RuleChoice& choice, bool any_profile,
                const std::string& path, const Messages& messages);

}  // namespace textmend::cli

#endif  // TEXTMEND_CLI_LOCK_H_
