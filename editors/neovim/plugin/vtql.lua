-- What the lenses above a query do: the server answers, and the editor shows it.

if vim.g.loaded_vtql or vim.fn.has("nvim-0.11") == 0 then
  return
end
vim.g.loaded_vtql = true

---Shows lines in a window of their own.
---@param lines string[]
---@param filetype string
local function show(lines, filetype)
  vim.cmd("botright new")
  local buffer = vim.api.nvim_get_current_buf()
  vim.bo[buffer].buftype = "nofile"
  vim.bo[buffer].bufhidden = "wipe"
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].filetype = filetype
  vim.bo[buffer].modifiable = false
end

---Asks the server to run a command, and hands on what it says.
---@param command lsp.Command
---@param context table
---@param take fun(result: any)
local function ask(command, context, take)
  local client = vim.lsp.get_client_by_id(context.client_id)
  if not client then
    return
  end
  local params = { command = command.command, arguments = command.arguments }
  client:request("workspace/executeCommand", params, function(err, result)
    if err then
      vim.notify(err.message, vim.log.levels.ERROR)
    elseif result then
      take(result)
    end
  end, context.bufnr)
end

---A value for each parameter, one question after another.
---@param names string[]
---@param done fun(values: table<string, string>)
local function values_of(names, done)
  local values = vim.empty_dict()
  local function next_one(index)
    local name = names[index]
    if not name then
      return done(values)
    end
    vim.ui.input({ prompt = name .. ": " }, function(value)
      if value then
        values[name] = value
        next_one(index + 1)
      end
    end)
  end
  next_one(1)
end

vim.lsp.commands["vtql.run"] = function(command, context)
  local target = vim.deepcopy(command.arguments[1])
  values_of(target.params or {}, function(values)
    target.values = values
    ask({ command = command.command, arguments = { target } }, context, function(result)
      local lines = { table.concat(result.columns, "\t") }
      for _, row in ipairs(result.rows) do
        local cells = vim.tbl_map(function(cell)
          return cell == vim.NIL and "" or tostring(cell):gsub("\n", " ")
        end, row)
        table.insert(lines, table.concat(cells, "\t"))
      end
      if result.isCut then
        table.insert(lines, "… and more")
      end
      show(lines, "tsv")
    end)
  end)
end

vim.lsp.commands["vtql.explain"] = function(command, context)
  ask(command, context, function(result)
    show(vim.split(result, "\n"), "markdown")
  end)
end

vim.lsp.commands["vtql.copyWireText"] = function(command, context)
  ask(command, context, function(result)
    vim.fn.setreg('"', result)
    pcall(vim.fn.setreg, "+", result)
    vim.notify("copied: " .. result)
  end)
end

---Sends a command about this file to the server.
---@param name string
---@param take fun(result: any)
local function about_this_file(name, take)
  local client = vim.lsp.get_clients({ name = "vtql", bufnr = 0 })[1]
  if not client then
    return vim.notify("vtql does not look at this file", vim.log.levels.WARN)
  end
  local argument = { uri = vim.uri_from_bufnr(0) }
  ask({ command = name, arguments = { argument } }, { client_id = client.id, bufnr = 0 }, take)
end

vim.api.nvim_create_user_command("VtqlPullSnapshot", function()
  about_this_file("vtql.pullSnapshot", function(result)
    vim.notify(("%d modules written to %s"):format(result.modules, result.path))
  end)
end, { desc = "Write a new snapshot of the instance" })

vim.api.nvim_create_user_command("VtqlStatus", function()
  about_this_file("vtql.status", function(result)
    vim.notify(vim.inspect(result))
  end)
end, { desc = "Say which instance and which snapshot this file has" })
