// textmend: repairs what scraping, PDF extraction and OCR did to plain text.
//
// This is the only public header. It holds no type of any other library.
//
//   std::vector<textmend::Diagnostic> problems;
//   auto rules = textmend::RuleSet::load({.profiles = {"default"}}, problems);
//   if (!rules) { for (auto& p : problems) std::cerr << textmend::to_string(p); return 2; }
//   textmend::Cleaner cleaner(*rules);
//   std::string clean = cleaner.clean("the storm , they said .");
//
// THE WAY OF A DOCUMENT
//
//   bytes -> Stream (cuts sections) -> rounds of rules in phase order -> hunks -> your Sink
//
// A document is a file, a stream or a record. It is cleaned section by section; a section is at
// most Limits::section_bytes long, so most documents are one section. The result of a section is
// not a text but a list of hunks: disjoint replacements in the section's input. The output is the
// input with the hunks applied; runs without a hunk are handed to you straight from the input.
//
// UNITS. All offsets and sizes are bytes of UTF-8. Ranges are half-open, [begin, end), and lie on
// code point boundaries. Lines and columns are 1-based; a column counts code points. Lines end in
// LF; a CR before it belongs to the ending. A lone CR is an ordinary character.
//
// WHAT IS KEPT. Valid UTF-8 in, valid UTF-8 out. A line that is not valid UTF-8 is opaque: no rule
// sees it, it comes out as it went in, and it is counted (Section::invalid_lines). A byte order
// mark at the head, line endings, NUL and the missing final newline stay.
//
// STABLE. Cleaning the output again gives the output, by construction: rounds of all rules run
// until a round changes nothing. A section that has not settled after Limits::rounds comes out as
// it went in, and a Note names the rules that were still firing.
//
// THREADS. RuleSet and Cleaner are immutable; any number of threads may share one. A Stream
// belongs to one thread at a time. There is no global state, and the locale is neither read nor
// set.
//
// ERRORS. A bad rule or configuration file gives Diagnostics, a bad byte gives a Note. No exception
// of ours crosses this header; std::bad_alloc can, and so can what your own Sink throws. A Stream
// or RecordStream that one of them left can only be destroyed or assigned to.

#ifndef TEXTMEND_TEXTMEND_H_
#define TEXTMEND_TEXTMEND_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#if defined(_WIN32)
#define TEXTMEND_API
#else
#define TEXTMEND_API __attribute__((visibility("default")))
#endif

namespace textmend {
inline namespace v1 {

// Fixed numbers that bound time and memory. They are part of the meaning: change one and the
// answer may change. RuleSet::fingerprint() stands for those below, not for others in CleanOptions.
struct Limits {
  // A longer document is cut at the first blank line after half of this, at the latest at the last
  // line end before it. The same for the number of lines.
  std::size_t section_bytes = std::size_t{64} << 20;
  std::size_t section_lines = std::size_t{1} << 20;
  // A longer line is opaque: no rule looks at it.
  std::size_t line_bytes = std::size_t{16} << 20;
  // A pattern sees a whole line up to this size. In a longer line it sees the places where one of
  // the rule's needs occurs, and `reach` bytes on both sides of them.
  std::size_t pattern_bytes = 4096;
  std::size_t reach = 256;
  // Lines that a rule of scope `lines` may look at together.
  std::size_t window_lines = 8;
  // Steps of one pattern match (PCRE2's match limit). A rule that meets it leaves the line alone.
  std::uint32_t match_limit = 100'000;
  std::size_t jit_stack_bytes = std::size_t{1} << 20;
  // The output of a section is at most growth_factor * input + growth_bytes long.
  std::size_t growth_factor = 2;
  std::size_t growth_bytes = 4096;
  // Text that dropped lines may hold whatever CleanOptions::max_removed says. Share bar, comment
  // form and consent dialog are as long below a short text as below a long one: a page has one or
  // two thousand bytes of them.
  std::size_t removed_bytes = 4096;
  // Rounds of all rules before a section counts as one that does not settle.
  int rounds = 8;
};

// A problem in a rule or configuration file.
struct Diagnostic {
  enum class Severity { kWarning, kError };
  Severity severity = Severity::kError;
  std::string code;         // stable, kebab-case: "unknown-key", "bad-pattern", ...
  std::string file;         // as it was named; built-in rules begin with "builtin:"
  std::size_t line = 0;     // 1-based; 0 where there is no place
  std::size_t column = 0;   // 1-based, in code points
  std::size_t width = 1;    // code points to underline
  std::string message;      // one line, no final stop
  std::string hint;         // one line, may be empty
  std::string source_line;  // the line at `line`, may be empty
};

// `FILE:LINE:COL: error[code]: message`, the source line (of a long one the part around the column)
// with carets, `hint: ...`; ends in LF. FILE comes as it was named, whatever bytes it has.
TEXTMEND_API std::string to_string(const Diagnostic& diagnostic);

// One edit of one rule on its way to the hunk's text.
struct Step {
  // The rule's id, and the rung that allowed it ("lexicon", ...; empty if none was asked for). Both
  // live as long as the RuleSet.
  std::string_view rule, evidence;
  std::string before, after;  // trimmed to what differs; `before` as earlier steps had left it
};

// A replacement in the input. `before` and `after` differ at their first and last code points.
struct Hunk {
  std::uint64_t begin = 0, end = 0;    // in the whole document, not the section
  std::uint64_t line = 0, column = 0;  // of `begin`
  std::string_view before;             // the input's bytes, a view into Section::input
  std::string after;
  // In the order in which they happened. Empty only for what RecordOptions::annotate writes, which
  // no rule has made.
  std::vector<Step> steps;
};

// The places where a rule found something and did nothing, and what held it back. A place counts
// once, by the last round that looked at it; where the rule made or flagged something after all it
// does not count. Numbers of sections, documents and runs add up.
struct Declined {
  std::string_view rule;         // lives as long as the RuleSet
  std::uint64_t guard = 0;       // [guard] or `langs`
  std::uint64_t protection = 0;  // it stands in code, a table, a URL, ...
  std::uint64_t evidence = 0;    // no rung of [evidence] held, in rules of kind `word`
};

// Something that a person may want to look at. Notes never change the text.
struct Note {
  enum class Kind {
    kFlag,       // a rule saw damage that it had no evidence to repair
    kLimit,      // a rule met a limit on this line and left it alone
    kUnsettled,  // the section came out as it went in; `rule` was still firing, or broke a limit
    kLongLine,   // a line over Limits::line_bytes passed through unseen
    kLexicon,  // a dictionary can't be read, and the section came out as it went in; `text` is why
    // A record, or one of its strings, passed through: it can't be read, can't be annotated, or
    // names no known profile; `text` is why, with what the record is called.
    kRecord,
    kRemoved,  // too much would have gone (CleanOptions::max_removed), and the section came out as
               // it went in; `rule` would have dropped most, `text` is the share: "0.46"
  };
  Kind kind = Kind::kFlag;
  std::string_view rule;               // empty for kLongLine and kLexicon
  std::uint64_t offset = 0;            // in the whole document
  std::uint64_t line = 0, column = 0;  // of `offset`
  std::string text;  // what was flagged; for kLimit the limit's name; kLexicon: why
};

// The result of one section, valid only during the call of Sink::section().
struct Section {
  std::uint64_t begin = 0;             // offset of `input` in the document
  std::uint64_t line = 1;              // number of the section's first line
  bool first = false;                  // the document's first section
  bool last = false;                   // the document's last section
  std::string_view input;              // line ends included; the head of a document with its BOM
  std::span<const Hunk> hunks;         // in input order, disjoint
  std::span<const Note> notes;         // in input order
  std::size_t invalid_lines = 0;       // lines that are not valid UTF-8
  std::span<const Declined> declined;  // by rule; only with CleanOptions::count_declined

  // Calls f(std::string_view) with the pieces of the output in order.
  template <typename F>
  void for_each_piece(F&& f) const {
    std::size_t at = 0;
    for (const Hunk& hunk : hunks) {
      const auto from = static_cast<std::size_t>(hunk.begin - begin);
      if (from > at) f(input.substr(at, from - at));
      if (!hunk.after.empty()) f(std::string_view(hunk.after));
      at = static_cast<std::size_t>(hunk.end - begin);
    }
    if (at < input.size()) f(input.substr(at));
  }
};

// Receives a document, section after section. One sink serves one document at a time.
class TEXTMEND_API Sink {
 public:
  virtual ~Sink() = default;
  virtual void section(const Section& section) = 0;
};

enum class Safety {
  kSafe,   // on by default
  kRisky,  // on in the profile of its pack, or by id
  kStyle,  // on by id only
};

// What a user may know of a rule. Views live as long as the RuleSet.
struct RuleInfo {
  std::string_view id;    // "core/double-stop"
  std::string_view pack;  // "core"
  std::string_view kind;  // "replace"
  std::string_view title;
  std::string_view phase;  // "spacing"
  std::string_view scope;  // "line", "lines" or "document"
  std::string_view file;
  std::string_view why;  // what switched it on or off: "profile default: safe", "--ignore core"
  Safety safety = Safety::kSafe;
  bool on = false;
};

// Which rules there are, and which of them are on. Later entries win over earlier ones.
struct RuleOptions {
  std::vector<std::string>
      profiles;                      // they add up; empty: those of the configuration, or "default"
  std::vector<std::string> select;   // id, pack or tag: switched on
  std::vector<std::string> ignore;   // id, pack or tag: switched off; wins over select
  std::vector<std::string> folders;  // more rules; a folder holds packs, a pack holds *.toml
  // More words, each LANG=SOURCE as in the configuration, which they add to: "en=words.txt",
  // "de=hunspell:de_DE". Paths are relative to the current folder.
  std::vector<std::string> lexicons;
  std::string config;   // path of a textmend.toml; empty: none is read
  bool builtin = true;  // start from the rules compiled into the library
  // Switches off every rule whose answer for a line depends on other lines, whoever switched it on:
  // what is left is what CleanOptions::line_by_line is for.
  bool line_rules_only = false;
};

// An immutable set of rules in the order in which they run. Copies share one state.
class TEXTMEND_API RuleSet {
 public:
  // Reads and checks all rule files. Adds every problem to `problems`; returns nothing if one of
  // them is an error. Opens rule files, lists and lexicons, nothing else. A Hunspell dictionary
  // must be there, but is read when a word is first looked for in it: see Note::Kind::kLexicon.
  static std::optional<RuleSet> load(const RuleOptions& options, std::vector<Diagnostic>& problems);

  // All known rules, on or off, in the order in which they run.
  std::vector<RuleInfo> rules() const;

  // Hexadecimal digest over rules, parameters, lexicons, limits and the versions of the data behind
  // them. Two programs that print the same one give the same answers. Reads Hunspell dictionaries.
  std::string fingerprint() const;

  struct State;  // internal
  const State& state() const { return *state_; }

 private:
  explicit RuleSet(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  std::shared_ptr<const State> state_;
};

struct CleanOptions {
  // BCP 47 tag of the text's language, of which the language counts ("en" of "en-GB"); empty: it is
  // detected when a rule asks.
  std::string lang;
  Limits limits;        // lowered by tests only
  bool scanner = true;  // false: every rule looks at every line; the answer is the same, slowly
  // false: rules that never change a text are not asked, and their notes are missing. For callers
  // that read no notes; the text is the same.
  bool flags = true;
  // The fuse. A section comes out as it went in, with a Note, when the lines that rules of kind
  // drop-lines would drop, over all rounds, hold more than this share of it and more than
  // Limits::removed_bytes. Both count the bytes that are not blanks or line ends. 0 to 1; 1: never.
  // Copies that go (dedupe-lines) do not count: their text stays. Each section is judged alone: a
  // longer document is on its way out before its end is known. A section that passed through does
  // so again, and one that was cleaned loses nothing more, so the promise STABLE holds.
  double max_removed = 0.3;
  // Fills in Section::declined, which costs a little where rules are held back.
  bool count_declined = false;
  // For a text that is read while it grows: each line is a section of its own and goes to the sink
  // when its line end was fed. Nothing that stands behind it, or has gone before, is known to
  // rules, so it goes with RuleOptions::line_rules_only. Only code is remembered: an open fence
  // protects what follows, and a line that looks like code does so alone. Streams only.
  bool line_by_line = false;
};

class Cleaner;

// Which strings of JSON lines are cleaned. All are JSON pointers (RFC 6901): "/text", "/pages/0".
struct RecordOptions {
  std::vector<std::string> fields;
  std::string lang_field;  // where a record says its language (a BCP 47 tag); empty: nowhere
  std::string id_field;    // what a record is called in its notes of Kind::kRecord
  // Where a record names its profile, if it does, and who has the Cleaner for it; without a name
  // the record is cleaned by the one that made the RecordStream. Null: there is no such profile,
  // and the record passes through with a Note. What is returned must outlive the RecordStream and
  // have the same Limits. It is asked for each record, by the thread that feeds.
  std::string profile_field;
  std::function<const Cleaner*(std::string_view profile)> cleaner_for;
  // Where an account of what was done is written into each record; empty: nowhere. A member of that
  // name is written anew, all of them where it is doubled; else it becomes the last member of its
  // object; where there is no such object the record passes through with a Note. May not lie in one
  // of `fields`, nor hold one. It reads
  //   {"ruleset":RuleSet::fingerprint(),"changes":hunks,"removed_chars":code points of their
  //    `before`,"rules":{ID:steps,...},"flags":notes of kFlag,"lang":given, or that of the longest
  //    string,"status":"clean|changed|kept"}
  // kept: a string came out as it went in though more was to be done, and a Note says why. Without
  // CleanOptions::flags, flags is too small.
  std::string annotate;
};

TEXTMEND_API bool is_json_pointer(std::string_view text);

class Stream;
class RecordStream;

// A RuleSet with its options, ready to clean.
class TEXTMEND_API Cleaner {
 public:
  explicit Cleaner(RuleSet rules, CleanOptions options = {});

  // Cleans one document held in memory.
  std::string clean(std::string_view text) const;

  // Cleans one document that comes in blocks. `sink` must outlive the Stream. The block sizes do
  // not matter to the answer.
  Stream stream(Sink& sink) const;

  // Cleans strings of JSON lines. Nothing when one of `records` is no JSON pointer, when `annotate`
  // meets a field, or when there is a profile_field and no cleaner_for. `sink` must outlive the
  // RecordStream.
  std::optional<RecordStream> records(const RecordOptions& records, Sink& sink) const;

  const RuleSet& rules() const { return rules_; }
  const CleanOptions& options() const { return options_; }

 private:
  RuleSet rules_;
  CleanOptions options_;
};

// One document on its way. Holds at most one section and the block being fed.
class TEXTMEND_API Stream {
 public:
  Stream(Stream&&) noexcept;
  Stream& operator=(Stream&&) noexcept;
  ~Stream();

  void feed(std::string_view bytes);
  // Ends the document, also an empty one; without it the last section is lost. What is fed next is
  // another document: to keep the Stream is cheaper than to make one for each.
  void finish();

  struct State;  // internal

 private:
  friend class Cleaner;
  explicit Stream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// JSON lines on their way. Each line is a record, and each string that a field names is a document
// of its own. The sections are runs of whole lines: their input is the lines as they came, and
// their hunks replace bytes of them, escapes and all, so that every other byte stays. (The steps of
// a hunk tell of the text, not of how it is written.) Non-ASCII characters are written as escapes
// where the record writes all of its own so.
//
// A record that is no valid JSON, or not UTF-8, passes through with a Note of Kind::kRecord; so
// does a string with half of a surrogate pair, with what its record is called. A line longer than
// Limits::section_bytes passes through like that of any document. Where an object holds a key
// twice, both of its values are cleaned; of language, id and profile the last value counts. A key
// is the same however it is escaped.
class TEXTMEND_API RecordStream {
 public:
  RecordStream(RecordStream&&) noexcept;
  RecordStream& operator=(RecordStream&&) noexcept;
  ~RecordStream();

  // Where several RecordStreams share a document, each for some of its lines: the bytes that are
  // fed next stand here, at the begin of a line; `offset` is 0 at the begin of the document only.
  // Call it first, or when all that was fed had its line end.
  void go_to(std::uint64_t offset, std::uint64_t line);
  void feed(std::string_view bytes);
  void finish();  // as Stream::finish()

  struct State;  // internal

 private:
  friend class Cleaner;
  explicit RecordStream(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

TEXTMEND_API std::string_view version();  // "0.1.0"

}  // namespace v1
}  // namespace textmend

#endif  // TEXTMEND_TEXTMEND_H_
