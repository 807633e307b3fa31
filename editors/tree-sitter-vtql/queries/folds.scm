[
  (statement)
  (comment)
] @fold
