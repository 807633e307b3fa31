/**
 * VTQL for editors: both dialects, as vtql-parser/src/vtql.pest has them. `cargo test -p tree-sitter-vtql`
 * holds the two against each other over the corpora of the project.
 *
 * A word is a keyword only where the server takes it for one. Tree-sitter takes a word for a keyword where the keyword
 * could stand; what no name can be called beyond that is in the sets of `reserved`.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

/** A word in any case. */
const anyCase = (text) => new RegExp([...text].map((char) => `[${char}${char.toUpperCase()}]`).join(""));

/** A keyword, shown by its name. */
const word = (text) => alias(anyCase(text), text);

/** Several, with commas between them. */
const list = (item) => seq(item, repeat(seq(",", item)));

module.exports = grammar({
  name: "vtql",

  extras: ($) => [/[ \n\t\r]/, $.comment],

  word: ($) => $._name,

  reserved: {
    global: ($) => [],
    column: ($) => [anyCase("from"), anyCase("count")],
    module: ($) => [anyCase("where")],
    field: ($) => [anyCase("and"), anyCase("orderby"), anyCase("order"), anyCase("or"), anyCase("where"), anyCase("limit")],
    sort: ($) => [anyCase("asc"), anyCase("desc"), anyCase("where"), anyCase("limit"), anyCase("order"), anyCase("by")],
    value: ($) => [
      anyCase("and"), anyCase("orderby"), anyCase("order"), anyCase("or"), anyCase("where"), anyCase("limit"), anyCase("in"), anyCase("like"),
    ],
    bound: ($) => [anyCase("limit"), anyCase("where"), anyCase("orderby"), anyCase("order")],
  },

  rules: {
    source_file: ($) =>
      seq(
        optional("\u{feff}"),
        optional(seq(
          $.statement,
          repeat(seq(";", $.statement)),
          optional(seq(";", repeat(alias(word("order"), $.stray_order)))),
        )),
      ),

    statement: ($) =>
      seq(
        word("select"),
        field("columns", $._columns),
        word("from"),
        field("module", $.module),
        optional($.where_clause),
        optional($.order_clause),
        optional($.limit_clause),
      ),

    _columns: ($) => choice($.star, seq($.count, repeat(seq(",", $.column))), list($.column)),
    count: ($) => seq(word("count"), "(", $.star, ")"),
    star: () => "*",
    column: ($) => reserved("column", $._name),
    module: ($) => reserved("module", $._name),

    where_clause: ($) => seq(word("where"), optional($.optional), $._condition),
    optional: () => token.immediate("?"),

    _condition: ($) => choice($.predicate, $.group, $.negation, $.conjunction, $.disjunction),
    group: ($) => seq("(", optional($.optional), $._condition, ")"),
    negation: ($) => prec(3, seq(word("not"), choice($.predicate, $.group, $.negation))),
    conjunction: ($) => prec.left(2, seq($._condition, word("and"), optional($.optional), $._condition)),
    disjunction: ($) => prec.left(1, seq($._condition, word("or"), optional($.optional), $._condition)),

    predicate: ($) => seq(field("field", $.field), $._test),
    // `not` before an operator is a field of that name.
    field: ($) => choice(reserved("field", $._name), word("not")),

    _test: ($) =>
      choice(
        seq($.operator, $._operand),
        seq(optional(word("not")), word("like"), $._operand),
        seq(optional(word("not")), word("in"), $._values),
        seq(optional(word("not")), word("between"), $._value, word("and"), $._value),
        seq(optional(word("not")), word("includes"), $._operand),
        seq(word("is"), optional(word("not")), word("empty")),
      ),

    _operand: ($) => choice($._value, seq("(", $._value, ")")),
    _values: ($) => choice(seq("(", list($._value), ")"), list($._value)),
    _value: ($) => choice($.string, $.number, $.parameter, $.word),
    word: ($) => choice("*", reserved("value", $._name)),

    order_clause: ($) => seq(choice(seq(word("order"), word("by")), word("orderby")), list($._sort)),
    _sort: ($) => seq($.sort_field, optional(field("direction", choice(word("asc"), word("desc"))))),
    sort_field: ($) => reserved("sort", $._name),

    limit_clause: ($) => seq(word("limit"), $._bound, optional(seq(",", $._bound))),
    _bound: ($) => choice($.string, $.number, $.parameter, alias($.bound_word, $.word)),
    bound_word: ($) => choice("*", $.operator, reserved("bound", $._name)),

    operator: () => choice("=", "<=", ">=", "!=", "<>", "<", ">"),
    string: () => token(choice(/'([^']|'')*'/, /"([^"]|"")*"/)),
    number: () => token(choice(/[+-]?[0-9]+\.[0-9]+/, /[+-]?[0-9]+/)),
    parameter: () => /\{[^{}]*\}/,
    comment: () => token(choice(/--[^\n]*/, seq("/*", /[^*]*\*+([^/*][^*]*\*+)*/, "/"))),

    // Behind the numbers: of two tokens of one length the first is taken.
    _name: () => /[a-zA-Z0-9_]+/,
  },
});
