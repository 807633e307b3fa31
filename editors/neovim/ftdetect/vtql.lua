vim.filetype.add({ extension = { vtql = "vtql" } })
