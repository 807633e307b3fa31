//! What the client asks.

use super::pending::{Failure, Wanted};
use super::pool::Pool;
use super::world::World;
use super::{commands, workspace};
use crate::features::{
    View, actions, completion, diagnostics, folding, format, highlight, hints, hover, lenses, selection,
    semantic, signature, symbols,
};
use gen_lsp_types as lsp;
use gen_lsp_types::{
    Definition, DefinitionResponse, Request as _, TextDocumentPositionParams, TextEdit, Uri,
};
use lsp_server::{ErrorCode, Request, Response};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Answers a request, on a thread of the pool, and with the documents as they are now.
pub(super) fn answer(world: &Arc<World>, pool: &Pool, request: Request) {
    let Request { id, method, params } = request;
    let Some(handler) = handler(&method) else {
        let message = format!("vtql does not know `{method}`");
        world.client.send(Response::new_err(id, ErrorCode::MethodNotFound as i32, message));
        return;
    };
    let wanted = world.pending.begin(&id);
    let asked = match handler(world, params) {
        Ok(asked) => asked,
        Err(failure) => {
            world.pending.end(&id);
            world.client.send(Response::new_err(id, failure.code, failure.message));
            return;
        }
    };
    let world = Arc::clone(world);
    pool.spawn(move || {
        let work = AssertUnwindSafe(|| asked(&world, &wanted));
        let answer = if wanted.still() { catch_unwind(work) } else { Ok(Err(Failure::cancelled())) };
        let answer = answer.unwrap_or_else(|_| {
            // The place of the panic is on standard error.
            world.client.log(format!("vtql failed on `{method}`: please report it"));
            let message = format!("vtql failed on `{method}`: that is a mistake in vtql");
            Err(Failure { code: ErrorCode::InternalError as i32, message })
        });
        world.pending.end(&id);
        let answer = if wanted.still() { answer } else { Err(Failure::cancelled()) };
        world.client.send(match answer {
            Ok(value) => Response { id, response_result: Ok(value) },
            Err(failure) => Response::new_err(id, failure.code, failure.message),
        });
    });
}

/// Work on a request whose parameters were read.
type Asked = Box<dyn FnOnce(&World, &Wanted) -> Result<serde_json::Value, Failure> + Send>;
type Handler = fn(&World, serde_json::Value) -> Result<Asked, Failure>;

fn params<R: lsp::Request>(params: serde_json::Value) -> Result<R::Params, Failure> {
    serde_json::from_value(params)
        .map_err(|error| Failure::invalid(format!("{}: {error}", R::METHOD.as_str())))
}

fn value<R: lsp::Request>(result: &R::Result) -> Result<serde_json::Value, Failure> {
    serde_json::to_value(result).map_err(|error| Failure::new(error.to_string()))
}

/// The table of all requests: about a document as it is when the request comes, or about all of them.
macro_rules! requests {
    (document { $($request:ident: $uri:expr, $work:expr;)+ } world { $($other:ident: $other_work:expr;)+ }) => {
        fn handler(method: &str) -> Option<Handler> {
            $(if method == lsp::$request::METHOD.as_str() {
                return Some(|world, given| {
                    let params = params::<lsp::$request>(given)?;
                    let uri: fn(&<lsp::$request as lsp::Request>::Params) -> &Uri = $uri;
                    let document = world.document(uri(&params));
                    Ok(Box::new(move |world: &World, _: &Wanted| {
                        let Some(document) = document else { return Ok(serde_json::Value::Null) };
                        let view = View { document: &document, encoding: world.encoding };
                        let work: fn(&World, View<'_>, <lsp::$request as lsp::Request>::Params) -> _ = $work;
                        value::<lsp::$request>(&work(world, view, params))
                    }))
                });
            })+
            $(if method == lsp::$other::METHOD.as_str() {
                return Some(|_, given| {
                    let params = params::<lsp::$other>(given)?;
                    Ok(Box::new(move |world: &World, wanted: &Wanted| {
                        let work: fn(&World, <lsp::$other as lsp::Request>::Params, &Wanted) -> _ = $other_work;
                        value::<lsp::$other>(&work(world, params, wanted)?)
                    }))
                });
            })+
            None
        }
    };
}

fn at(params: &TextDocumentPositionParams) -> &Uri {
    &params.text_document.uri
}

requests! {
    document {
        HoverRequest: |it| at(&it.text_document_position_params),
            |_, view, it| hover::hover(view, view.offset(it.text_document_position_params.position));
        CompletionRequest: |it| at(&it.text_document_position_params),
            |world, view, it| {
                let at = view.offset(it.text_document_position_params.position);
                let today = jiff::ZonedDateTime::now().date().to_string();
                let wish = completion::Wish { snippets: world.client.snippets, today: Some(&today) };
                Some(lsp::CompletionResponse::CompletionList(completion::completion(view, at, wish)))
            };
        SignatureHelpRequest: |it| at(&it.text_document_position_params),
            |_, view, it| signature::signature(view, view.offset(it.text_document_position_params.position));
        DefinitionRequest: |it| at(&it.text_document_position_params),
            |world, view, it| {
                let at = it.text_document_position_params.position;
                let place = workspace::definition(world, view.document, at)?;
                Some(DefinitionResponse::Definition(Definition::Location(place)))
            };
        DocumentHighlightRequest: |it| at(&it.text_document_position_params),
            |_, view, it| {
                Some(highlight::highlights(view, view.offset(it.text_document_position_params.position)))
            };
        DocumentSymbolRequest: |it| &it.text_document.uri,
            |_, view, _| Some(lsp::DocumentSymbolResponse::DocumentSymbolList(symbols::symbols(view)));
        FoldingRangeRequest: |it| &it.text_document.uri,
            |_, view, _| Some(folding::folding(view));
        SelectionRangeRequest: |it| &it.text_document.uri,
            |_, view, it| {
                Some(it.positions.into_iter().map(|at| selection::selection(view, view.offset(at))).collect())
            };
        SemanticTokensRequest: |it| &it.text_document.uri,
            |_, view, _| Some(semantic::tokens(view, None));
        SemanticTokensRangeRequest: |it| &it.text_document.uri,
            |_, view, it| Some(semantic::tokens(view, Some(view.span(it.range))));
        DocumentFormattingRequest: |it| &it.text_document.uri,
            |_, view, _| {
                let style = *view.document.project.style();
                Some(edits(view, &format::document(view.document, &style)))
            };
        DocumentRangeFormattingRequest: |it| &it.text_document.uri,
            |_, view, it| {
                let style = *view.document.project.style();
                Some(edits(view, &format::range(view.document, view.span(it.range), &style)))
            };
        CodeActionRequest: |it| &it.text_document.uri,
            |world, view, it| {
                let can_refuse = world.client.shows_disabled;
                let found = actions::actions(view, view.span(it.range), it.context.only.as_deref(), can_refuse);
                Some(found.into_iter().map(lsp::CodeActionResponse::CodeAction).collect())
            };
        CodeLensRequest: |it| &it.text_document.uri,
            |world, view, _| Some(lenses::lenses(view, world.instance.is_some()));
        InlayHintRequest: |it| &it.text_document.uri,
            |world, view, it| {
                let plan = |query: &str| world.instance.as_ref()?.plan(query);
                Some(hints::hints(view, view.span(it.range), &plan))
            };
    }
    world {
        DocumentDiagnosticRequest: |world, it, _| Ok(report(world, &it));
        ReferencesRequest: |world, it, wanted| workspace::references(world, &it, wanted);
        PrepareRenameRequest: |world, it, _| workspace::prepare_rename(world, &it.text_document_position_params);
        RenameRequest: |world, it, wanted| workspace::rename(world, &it, wanted);
        ExecuteCommandRequest: |world, it, wanted| commands::run(world, it, wanted);
    }
}

fn edits(view: View<'_>, edits: &[vtql_parser::diagnostic::Edit]) -> Vec<TextEdit> {
    edits.iter().map(|edit| view.edit(edit)).collect()
}

/// The findings, as the client asks for them itself. Nothing is wrong with a document that is not open.
fn report(world: &World, params: &lsp::DocumentDiagnosticParams) -> lsp::DocumentDiagnosticReport {
    let document = world.document(&params.text_document.uri);
    let id = document.as_ref().map(|it| it.serial.to_string());
    if let Some(result_id) = id.clone().filter(|id| params.previous_result_id.as_ref() == Some(id)) {
        return lsp::RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: lsp::UnchangedDocumentDiagnosticReport { result_id },
        }
        .into();
    }
    let items = document.map(|it| diagnostics::diagnostics(View { document: &it, encoding: world.encoding }));
    lsp::RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: lsp::FullDocumentDiagnosticReport {
            result_id: id,
            items: items.unwrap_or_default(),
        },
    }
    .into()
}
