-- Neovim against `vtql lsp`: run by test_neovim.py, which sets $VTQL and starts in a folder with a snapshot.
-- Each check prints a line; the last one says that all were made.

local function wait(what, condition)
  assert(vim.wait(20000, condition, 10), "waited in vain for " .. what)
end

local function ask(method, params)
  local answers = assert(vim.lsp.buf_request_sync(0, method, params, 20000), method .. " has no answer")
  for _, answer in pairs(answers) do
    assert(not answer.err, vim.inspect(answer.err))
    return answer.result
  end
end

---The place inside of a word of the buffer, and the cursor on it.
local function at(word, inside)
  for index, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local start = line:find(word, 1, true)
    if start then
      vim.api.nvim_win_set_cursor(0, { index, start - 1 + (inside or 1) })
      return vim.lsp.util.make_position_params(0, vim.lsp.get_clients({ bufnr = 0 })[1].offset_encoding)
    end
  end
  error("there is no " .. word)
end

local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
end

local function open(name, content)
  local file = assert(io.open(name, "w"))
  file:write(content)
  file:close()
  vim.cmd.edit(name)
  wait("the client", function()
    return #vim.lsp.get_clients({ bufnr = 0, name = "vtql" }) == 1
  end)
end

local function check(name, content)
  open(name, content)
  -- Diagnostics
  wait("findings in " .. name, function()
    return vim.iter(vim.diagnostic.get(0)):any(function(it)
      return it.code == "V102"
    end)
  end)
  -- Hover
  local hover = ask("textDocument/hover", at("Contacts"))
  assert(hover.contents.value:find("**Contacts**", 1, true), vim.inspect(hover))
  -- Completion
  local items = ask("textDocument/completion", at("lastnme", 4)).items
  local labels = vim.tbl_map(function(item)
    return item.label
  end, items)
  assert(vim.list_contains(labels, "lastname"), vim.inspect(labels))
  -- Fix
  at("lastnme")
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title:find("(V102)", 1, true) ~= nil
    end,
  })
  wait("the fix in " .. name, function()
    return text():find("lastname", 1, true) ~= nil and not text():find("lastnme", 1, true)
  end)
  -- A lens
  local lenses = ask("textDocument/codeLens", { textDocument = vim.lsp.util.make_text_document_params() })
  local titles = vim.tbl_map(function(lens)
    return lens.command.title
  end, lenses)
  assert(vim.deep_equal(titles, { "Run", "Explain", "Copy wire text" }), vim.inspect(titles))
  vim.lsp.commands["vtql.copyWireText"](lenses[3].command, {
    client_id = vim.lsp.get_clients({ bufnr = 0, name = "vtql" })[1].id,
    bufnr = 0,
  })
  wait("the wire text", function()
    return vim.fn.getreg('"'):find("^select id, lastname from Contacts") ~= nil
  end)
  vim.fn.setreg('"', "")
  -- No instance is set up: the lens asks for it and says so, and nothing else happens.
  local told
  local notify = vim.notify
  vim.notify = function(message)
    told = message
  end
  vim.lsp.commands["vtql.run"](lenses[1].command, {
    client_id = vim.lsp.get_clients({ bufnr = 0, name = "vtql" })[1].id,
    bufnr = 0,
  })
  wait("the answer of Run", function()
    return told ~= nil
  end)
  vim.notify = notify
  assert(told:find("address of the instance", 1, true), told)
  print("ok " .. name)
end

vim.cmd("filetype on")
vim.lsp.config("vtql", { cmd = { vim.env.VTQL, "lsp" } })
vim.lsp.enable("vtql")

check("a.vtql", "select id, lastnme from Contacts limit 5;\n")
vim.lsp.buf.format({ name = "vtql", timeout_ms = 20000 })
assert(text() == "select id, lastname\nfrom Contacts\nlimit 5;", text())
check("a.php", "<?php\n$r = $crm->doQuery('select id, lastnme from Contacts limit 5;');\n")
check("a.py", 'r = crm.doQuery("select id, lastnme from Contacts limit 5;")\n')
check("a.ts", "const r = await crm.doQuery(`select id, lastnme from Contacts limit 5;`);\n")

-- Rename, in all files.
vim.cmd("silent wall")
open("b.vtql", "select id, leadsource from Leads limit 5;\n")
open("c.py", 'r = crm.doQuery("select leadsource from Leads limit 5;")\n')
at("leadsource")
vim.lsp.buf.rename("cf_source")
wait("the new name", function()
  return text():find("cf_source", 1, true) ~= nil
end)
vim.cmd.buffer("b.vtql")
assert(text():find("cf_source", 1, true), text())
print("ok all")
vim.cmd("qall!")
