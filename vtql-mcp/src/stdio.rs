//! One JSON message a line.

use crate::instance::{Instance, Trouble};
use crate::options::Options;
use crate::server::Server;
use crate::world::World;
use rmcp::ServiceExt;
use rmcp::service::ServerInitializeError;
use std::sync::Arc;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, DuplexStream};

/// Longer messages are answered with an error.
const LONGEST: usize = 4 << 20;

/// Serves standard input and output until the input ends.
pub async fn serve_stdio(instance: Arc<dyn Instance>, options: Options) -> Result<(), Trouble> {
    serve(instance, options, tokio::io::stdin(), tokio::io::stdout()).await
}

/// Serves any pair of streams until the input ends.
pub async fn serve(
    instance: Arc<dyn Instance>,
    options: Options,
    input: impl AsyncRead + Send + Unpin + 'static,
    output: impl AsyncWrite + Send + Unpin + 'static,
) -> Result<(), Trouble> {
    let world = Arc::new(World::new(instance, options)?);
    let (lines, bounded) = tokio::io::duplex(64 << 10);
    let reading = tokio::spawn(bound(input, lines));
    let served = serve_lines(&world, bounded, output).await;
    reading.abort();
    world.leave().await;
    served
}

async fn serve_lines(
    world: &Arc<World>,
    input: DuplexStream,
    output: impl AsyncWrite + Send + Unpin + 'static,
) -> Result<(), Trouble> {
    let wrong = |error: String| Trouble::new("PROTOCOL", error);
    match Server::new(Arc::clone(world)).serve((input, output)).await {
        Ok(running) => running.waiting().await.map(drop).map_err(|error| wrong(error.to_string())),
        // A client that says nothing has nothing to complain about.
        Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
        Err(error) => Err(wrong(error.to_string())),
    }
}

/// Hands lines on. One that is too long becomes one that is no message, so that it is answered with an error; the last
/// one may lack its end.
async fn bound(input: impl AsyncRead + Unpin, mut lines: DuplexStream) -> std::io::Result<()> {
    let mut input = BufReader::new(input);
    let (mut line, mut is_long) = (Vec::new(), false);
    loop {
        let piece = input.fill_buf().await?;
        let is_end = piece.is_empty();
        let end = piece.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(piece.len(), |at| at + 1);
        let room = LONGEST.saturating_sub(line.len());
        is_long |= taken > room;
        if !is_long {
            line.extend_from_slice(&piece[..taken]);
        }
        input.consume(taken);
        if end.is_none() && !is_end {
            continue;
        }
        if is_long {
            line = b"\"a message of at most 4 MiB was expected\"\n".to_vec();
        } else if is_end && !line.is_empty() {
            line.push(b'\n');
        }
        lines.write_all(&line).await?;
        if is_end {
            return Ok(());
        }
        line.clear();
        is_long = false;
    }
}
