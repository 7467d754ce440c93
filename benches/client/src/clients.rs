//! The two contenders: both send the token, both read the whole answer into a value.

use std::hint::black_box;
use std::sync::Arc;

use futures::StreamExt;
use msgraph_beta_communications::models::{Identity, IdentitySet, InvitationParticipantInfo};
use msgraph_beta_communications::GraphClient;
use msgraph_beta_communications::test_support::FakeCredential;
use serde_json::{Value, json};

/// A client that can do what is measured.
pub trait Contender: Clone + Send + Sync + 'static {
    /// Sends one request and reads the answer.
    fn send(&self, post: bool) -> impl Future<Output = ()> + Send;
    /// Reads a stream of so many items page by page; how many there were.
    fn pages(&self, count: usize) -> impl Future<Output = usize> + Send;
}

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
const USER: &str = "550fae72-d251-43ec-868c-373732c2704f";

/// Our client.
#[derive(Clone)]
pub struct Ours(GraphClient);

impl Ours {
    /// A client of the service at `root`.
    pub fn new(root: &str) -> Self {
        let builder = GraphClient::builder(Arc::new(FakeCredential::default()));
        Self(builder.endpoint(root).build().expect("a client"))
    }
}

impl Contender for Ours {
    async fn send(&self, post: bool) {
        let call = self.0.communications().call(CALL);
        if post {
            let user = IdentitySet::default().with_user(Identity::default().with_id(USER));
            let target = InvitationParticipantInfo::new(user);
            black_box(call.transfer(target).send().await.expect("an answer"));
        } else {
            black_box(call.get().send().await.expect("an answer"));
        }
    }

    async fn pages(&self, count: usize) -> usize {
        let mut list = self.0.communications().call_records().list();
        list.query_mut().set("end", count.to_string());
        let mut items = Box::pin(list.items());
        let mut read = 0;
        while let Some(item) = items.next().await {
            black_box(item.expect("an item"));
            read += 1;
        }
        read
    }
}

/// What one writes without an SDK.
#[derive(Clone)]
pub struct Plain {
    client: reqwest::Client,
    root: String,
}

impl Plain {
    /// A client of the service at `root`.
    pub fn new(root: &str) -> Self {
        Self {
            client: reqwest::Client::new(),
            root: root.to_owned(),
        }
    }

    async fn get(&self, url: &str) -> Value {
        let answer = self.client.get(url).bearer_auth("token").send().await;
        let body = answer.expect("an answer").bytes().await.expect("a body");
        serde_json::from_slice(&body).expect("JSON")
    }
}

impl Contender for Plain {
    async fn send(&self, post: bool) {
        let url = format!("{}/communications/calls/{CALL}", self.root);
        if post {
            let body = json!({"transferTarget": {"identity": {"user": {"id": USER}}}});
            let request = self.client.post(format!("{url}/transfer"));
            let request = request.bearer_auth("token");
            let request = request.header("content-type", "application/json");
            let answer = request.body(body.to_string()).send().await;
            black_box(answer.expect("an answer").bytes().await.expect("a body"));
        } else {
            black_box(self.get(&url).await);
        }
    }

    async fn pages(&self, count: usize) -> usize {
        let mut url = format!("{}/communications/callRecords?end={count}", self.root);
        let mut read = 0;
        loop {
            let page = self.get(&url).await;
            read += page["value"].as_array().map_or(0, Vec::len);
            match page["@odata.nextLink"].as_str() {
                Some(next) => url = next.to_owned(),
                None => return read,
            }
        }
    }
}
