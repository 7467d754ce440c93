//! The functions of the application that the bot runs.

use std::any::Any;
use std::error::Error;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use msgraph_beta_communications::models::{
    ParticipantJoiningNotification, ParticipantJoiningResponse,
};

use crate::Call;

/// Why a handler failed.
pub(super) type BoxError = Box<dyn Error + Send + Sync>;

type Function<T, R> = dyn Fn(T) -> BoxFuture<'static, R> + Send + Sync;

/// A function of the application that is run once for each `T`.
pub(super) struct Handler<T, R>(Arc<Function<T, R>>);

impl<T, R> Clone for Handler<T, R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// A participant who is about to join a call that the bot guards.
#[derive(Debug)]
#[non_exhaustive]
pub struct JoiningParticipant {
    /// The call, if the bot has it.
    pub call: Option<Call>,
    /// What the service tells about the participant.
    pub notification: ParticipantJoiningNotification,
}

pub(super) type JoiningHandler = Handler<JoiningParticipant, ParticipantJoiningResponse>;
pub(super) type CallHandler<T> = Handler<T, Result<(), BoxError>>;

impl<T: 'static, R: 'static> Handler<T, R> {
    pub fn new<F>(function: impl Fn(T) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = R> + Send + 'static,
    {
        Self(Arc::new(move |argument| function(argument).boxed()))
    }

    /// Runs the function.
    ///
    /// # Errors
    ///
    /// The text of its panic.
    pub async fn run(&self, argument: T) -> Result<R, String> {
        // What the function shares with others is locked or atomic, and says so if it is broken.
        let future = AssertUnwindSafe(async { (self.0)(argument).await });
        future
            .catch_unwind()
            .await
            .map_err(|panic| text_of(&*panic))
    }
}

impl<T: 'static> CallHandler<T> {
    /// Makes a handler of a function with errors of any type.
    pub fn fallible<F, E>(function: impl Fn(T) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::new(move |argument| function(argument).map(|result| result.map_err(Into::into)))
    }
}

/// What a panic says.
fn text_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no message").to_owned()
}
