-- The language server of vtql, for `vim.lsp.enable("vtql")` of Neovim 0.11 and later.

---@type vim.lsp.Config
return {
  cmd = { "vtql", "lsp" },
  filetypes = {
    "vtql",
    "bash",
    "cs",
    "go",
    "html",
    "java",
    "javascript",
    "javascriptreact",
    "json",
    "kotlin",
    "markdown",
    "objc",
    "php",
    "python",
    "ruby",
    "rust",
    "scala",
    "sh",
    "svelte",
    "swift",
    "typescript",
    "typescriptreact",
    "vue",
    "yaml",
  },
  root_markers = { "vtql.toml", "vtql.snapshot.json", ".git" },
}
