//! Processes of the bot, and who brings deliveries to them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use msgraph_calling::TeamsSimulator;

use crate::{INSTANCE, PORT, WAIT};

/// A process of the bot, which is killed at the end.
pub struct Instance {
    child: Child,
    pub port: u16,
}

impl Instance {
    pub fn start(redis: &str, teams: &TeamsSimulator) -> Self {
        Self::start_waiting(redis, teams, Duration::ZERO)
    }

    /// An instance that takes up to this time to answer.
    pub fn start_waiting(redis: &str, teams: &TeamsSimulator, wait: Duration) -> Self {
        let addresses = format!("{redis} {} {}", teams.url(), teams.open_id_url());
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "instance", "--ignored", "--nocapture"])
            .env(INSTANCE, addresses)
            .env(WAIT, wait.as_millis().to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.find_map(|line| {
            let line = line.unwrap();
            let (_, port) = line.split_once(PORT)?;
            Some(port.parse().unwrap())
        });
        let port = port.unwrap_or_else(|| panic!("the instance ended: {:?}", child.wait()));
        Self { child, port }
    }

    /// SIGKILL: it has no time to do anything more.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops the process for a while (SIGSTOP, SIGCONT), as a machine does that is too busy.
    pub async fn pause(&self, time: Duration) {
        self.signal("-STOP");
        tokio::time::sleep(time).await;
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let status = Command::new("kill").args([signal, &id]).status();
        assert!(status.unwrap().success());
    }

    /// The numbers of calls that go on, of those that were adopted, and of those that nobody
    /// answered in time.
    pub async fn counts(&self, http: &reqwest::Client) -> (usize, usize, usize) {
        let url = format!("http://127.0.0.1:{}/counts", self.port);
        let response = http.get(url).send().await.unwrap();
        let body = response.bytes().await.unwrap();
        let text = std::str::from_utf8(&body).unwrap();
        let numbers = text.split(' ').map(|number| number.parse().unwrap());
        let [active, adopted, missed] = Vec::from_iter(numbers)[..] else {
            panic!("{text}")
        };
        (active, adopted, missed)
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Brings deliveries to the instances. Of four incoming calls each instance gets one alone, and both
/// get two, so that they compete. Later notifications go to the instance that answered. Once it is
/// gone, the other one gets all.
pub struct Balancer {
    pub ports: Mutex<[u16; 2]>,
    http: reqwest::Client,
    turn: AtomicUsize,
}

impl Balancer {
    async fn deliver(&self, request: Request<Bytes>) -> Response<Bytes> {
        let answered_by = request.uri().port_u16();
        let turn = match answered_by {
            Some(_) => 0,
            None => self.turn.fetch_add(1, Ordering::SeqCst),
        };
        let is_for_both = answered_by.is_none() && turn % 4 >= 2;
        let mut ports = *self.ports.lock().unwrap();
        if turn % 2 == 1 || answered_by == Some(ports[1]) {
            ports.reverse();
        }
        let mut status = StatusCode::SERVICE_UNAVAILABLE;
        for port in ports {
            let url = format!("http://127.0.0.1:{port}/api/calls");
            let post = self.http.post(url).headers(request.headers().clone());
            // One that is paused accepts connections and says nothing.
            let post = post.timeout(Duration::from_secs(3));
            // An instance that was killed does not answer.
            if let Ok(response) = post.body(request.body().clone()).send().await {
                status = response.status();
                if !is_for_both {
                    break;
                }
            }
        }
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = status;
        response
    }
}

/// Has the service post to two instances. Returns where, to be changed.
pub fn deliver_to(
    teams: &TeamsSimulator,
    instances: [&Instance; 2],
    http: &reqwest::Client,
) -> Arc<Balancer> {
    let balancer = Arc::new(Balancer {
        ports: Mutex::new(instances.map(|instance| instance.port)),
        http: http.clone(),
        turn: AtomicUsize::new(0),
    });
    let delivering = balancer.clone();
    teams.deliver_with(move |request| {
        let balancer = delivering.clone();
        async move { balancer.deliver(request).await }
    });
    balancer
}
