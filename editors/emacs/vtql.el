;;; vtql.el --- Queries for Vtiger CRM -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))
;; Keywords: languages

;;; Commentary:

;; A mode for .vtql files, and the language server `vtql lsp' for them in eglot.  In programs the server that
;; eglot starts is the language's own: `M-x eglot' with a prefix argument, and `vtql lsp', starts this one.

;;; Code:

(require 'rx)

(defgroup vtql nil
  "Queries for Vtiger CRM."
  :group 'languages)

(defcustom vtql-command '("vtql" "lsp")
  "What starts the language server."
  :type '(repeat string))

(defvar vtql-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?- ". 12b" table)
    (modify-syntax-entry ?\n "> b" table)
    (modify-syntax-entry ?/ ". 14" table)
    (modify-syntax-entry ?* ". 23" table)
    (modify-syntax-entry ?' "\"" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "." table)
    (modify-syntax-entry ?_ "w" table)
    table)
  "What the characters of VTQL are.")

(defvar vtql-font-lock-keywords
  `((,(rx symbol-start
          (or "select" "from" "where" "order" "orderby" "by" "limit" "and" "or" "not" "in" "like"
              "between" "includes" "is" "empty" "asc" "desc" "count")
          symbol-end)
     . font-lock-keyword-face)
    (,(rx symbol-start "from" (+ space) (group (+ word))) 1 font-lock-type-face)
    (,(rx "{" (* (not (any "{}"))) "}") . font-lock-variable-name-face))
  "What is coloured.")

;;;###autoload
(define-derived-mode vtql-mode prog-mode "VTQL"
  "Queries for Vtiger CRM."
  (setq-local comment-start "-- ")
  (setq-local comment-end "")
  (setq-local font-lock-defaults '(vtql-font-lock-keywords nil t)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.vtql\\'" . vtql-mode))

(with-eval-after-load 'eglot
  (defvar eglot-server-programs)
  (add-to-list 'eglot-server-programs (cons '(vtql-mode :language-id "vtql") vtql-command)))

(provide 'vtql)
;;; vtql.el ends here
