[
  "select"
  "from"
  "where"
  "order"
  "orderby"
  "by"
  "limit"
] @keyword

[
  "and"
  "or"
  "not"
  "in"
  "like"
  "between"
  "includes"
  "is"
  "empty"
] @keyword.operator

[
  "asc"
  "desc"
] @keyword.modifier

(stray_order) @keyword

(count "count" @function.builtin)

(module) @type

[
  (column)
  (field)
  (sort_field)
] @variable.member

(word) @constant

(string) @string

(number) @number

(parameter) @variable.parameter

(comment) @comment

[
  (operator)
  (star)
  (optional)
] @operator

[
  "("
  ")"
] @punctuation.bracket

[
  ","
  ";"
] @punctuation.delimiter
