//! A document from a server that may be wrong, slow or somebody else.

use std::error::Error;
use std::time::{Duration, SystemTime};

use reqwest::header::{
    ACCEPT, CONTENT_TYPE, DATE, ETAG, HeaderMap, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    LAST_MODIFIED, LOCATION, RETRY_AFTER,
};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode, Url};
use tokio::time::{Instant, sleep, timeout};

use super::document::{Part, Source};
use super::refusal::{Code, Refusal};
use super::{Failed, Options};

/// How often a document is asked for.
const TRIES: u32 = 2;
/// How many redirects are followed.
const REDIRECTS: u32 = 3;
/// The pause before the second try, if the server asks for none.
const PAUSE: Duration = Duration::from_millis(500);

/// The address of a document: https, or http at this machine, and no credentials in it.
pub fn address(text: &str) -> Result<Url, String> {
    let wrong = |reason: &str| format!("invalid value '{text}' for --url: {reason}");
    let url = Url::parse(text).map_err(|error| wrong(&error.to_string()))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("invalid value for --url: it has credentials in it".to_owned());
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(wrong("http is allowed at 127.0.0.1 and [::1] only")),
        _ => Err(wrong("expected https")),
    }
}

/// By its number: a name such as `localhost` is what somebody says it is.
fn is_loopback(url: &Url) -> bool {
    matches!(url.host_str(), Some("127.0.0.1" | "[::1]"))
}

/// Downloads into `part`. `None` if the server says that nothing changed since `known`.
pub fn download(
    url: &Url,
    options: &Options,
    known: Option<&Source>,
    part: Part,
) -> Result<Option<(Part, Source)>, Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let started = Instant::now();
        let download = Download {
            client: client(url, options)?,
            url,
            known,
            end: started + options.timeout,
        };
        let whole = download.try_twice(part);
        timeout(options.timeout, whole).await.unwrap_or_else(|_| {
            let message = format!("the document was not there after {:?}", options.timeout);
            Err(Refusal::new(Code::Timeout, message).into())
        })
    })
}

fn client(url: &Url, options: &Options) -> Result<Client, Failed> {
    let mut client = Client::builder()
        .user_agent(concat!("csdl-xtask/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .referer(false)
        .connect_timeout(options.idle)
        .read_timeout(options.idle)
        .pool_max_idle_per_host(0);
    if is_loopback(url) {
        client = client.no_proxy();
    }
    if url.scheme() == "http" {
        // Redirects do not change the scheme, so there will be no certificate to check.
        client = client.tls_certs_only([]);
    }
    let client = client.build();
    client.map_err(|error| Failed::Error(format!("cannot use HTTP: {}", with_causes(&error))))
}

/// A document that is asked for.
struct Download<'a> {
    client: Client,
    url: &'a Url,
    known: Option<&'a Source>,
    end: Instant,
}

/// A try that failed.
struct Attempt {
    failed: Failed,
    /// How long to wait before another one, if that may help.
    retry: Option<Duration>,
}

impl<T: Into<Failed>> From<T> for Attempt {
    fn from(failed: T) -> Self {
        let failed = failed.into();
        Self {
            failed,
            retry: None,
        }
    }
}

impl Download<'_> {
    async fn try_twice(&self, mut part: Part) -> Result<Option<(Part, Source)>, Failed> {
        let mut tries = 0;
        loop {
            tries += 1;
            let attempt = match self.attempt(&mut part).await {
                Ok(Some(source)) => return Ok(Some((part, source))),
                Ok(None) => return Ok(None),
                Err(attempt) => attempt,
            };
            let Some(wait) = attempt.retry.filter(|_| tries < TRIES) else {
                return Err(attempt.failed);
            };
            if Instant::now() + wait >= self.end {
                let Failed::Refused(mut refusal) = attempt.failed else {
                    return Err(attempt.failed);
                };
                refusal.message += "; the wait for another try exceeds --timeout";
                return Err(refusal.into());
            }
            sleep(wait).await;
            part.restart()?;
        }
    }

    /// Asks once, along redirects. `None`: not modified.
    async fn attempt(&self, part: &mut Part) -> Result<Option<Source>, Attempt> {
        let mut url = self.url.clone();
        for _ in 0..=REDIRECTS {
            let mut response = self.ask(&url).await.map_err(|error| broken(&error))?;
            let status = response.status();
            if is_redirect(status) {
                url = redirected(&url, response.headers())?;
                continue;
            }
            if status == StatusCode::NOT_MODIFIED && self.known.is_some() {
                return Ok(None);
            }
            check_status(&response)?;
            check_media_type(response.headers())?;
            if let Some(length) = response.content_length() {
                part.announce(length)?;
            }
            while let Some(bytes) = response.chunk().await.map_err(|error| broken(&error))? {
                part.write(&bytes)?;
            }
            return Ok(Some(Source {
                origin: self.url.to_string(),
                sha256: String::new(),
                etag: text(response.headers(), ETAG),
                last_modified: text(response.headers(), LAST_MODIFIED),
            }));
        }
        let message = format!("more than {REDIRECTS} redirects, the last to {url}");
        Err(Refusal::new(Code::RedirectLoop, message).into())
    }

    async fn ask(&self, url: &Url) -> Result<Response, reqwest::Error> {
        let mut request = self.client.get(url.clone());
        request = request.header(ACCEPT, "application/xml, text/xml;q=0.9, text/plain;q=0.8");
        if let Some(known) = self.known {
            let validators = [
                (IF_NONE_MATCH, &known.etag),
                (IF_MODIFIED_SINCE, &known.last_modified),
            ];
            for (name, value) in validators {
                if let Some(value) = value {
                    request = request.header(name, value);
                }
            }
        }
        request.send().await
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// The next address: of the same server, and by the same scheme.
fn redirected(from: &Url, headers: &HeaderMap) -> Result<Url, Refusal> {
    let location = text(headers, LOCATION);
    let to = location.as_deref().and_then(|text| from.join(text).ok());
    let Some(to) = to else {
        let message = "a redirect without an address";
        return Err(Refusal::new(Code::RedirectLoop, message));
    };
    let origin = |url: &Url| {
        (
            url.host_str().map(str::to_owned),
            url.port_or_known_default(),
        )
    };
    let code = if to.scheme() != from.scheme() && to.scheme() != "https" {
        Code::RedirectInsecure
    } else if to.scheme() != from.scheme() || origin(&to) != origin(from) {
        Code::RedirectElsewhere
    } else {
        return Ok(to);
    };
    let host = to.host_str().unwrap_or_default();
    let message = format!("a redirect from {from} to {}://{host}", to.scheme());
    Err(Refusal::new(code, message))
}

fn check_status(response: &Response) -> Result<(), Attempt> {
    let status = response.status();
    if status == StatusCode::OK {
        return Ok(());
    }
    let code = match status.as_u16() {
        429 | 503 => Code::Throttled,
        _ => Code::Status,
    };
    let retry = matches!(status.as_u16(), 429 | 500 | 502 | 503 | 504);
    let wait = retry_after(response.headers());
    let asked = wait.map(|wait| format!("; it asks for a wait of {} s", wait.as_secs()));
    let message = format!("the server said {status}{}", asked.unwrap_or_default());
    Err(Attempt {
        failed: Refusal::new(code, message).into(),
        retry: retry.then(|| wait.unwrap_or(PAUSE)),
    })
}

/// `Retry-After`, as seconds or as a date; a date is compared with that of the response.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let after = text(headers, RETRY_AFTER)?;
    if let Ok(seconds) = after.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = httpdate::parse_http_date(&after).ok()?;
    let now = text(headers, DATE).and_then(|date| httpdate::parse_http_date(&date).ok());
    let wait = then.duration_since(now.unwrap_or_else(SystemTime::now));
    Some(wait.unwrap_or_default())
}

/// XML or plain text: servers of files know no better. Without a media type the document decides.
fn check_media_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let Some(found) = text(headers, CONTENT_TYPE) else {
        return Ok(());
    };
    let media_type = found.split(';').next().unwrap_or_default();
    let media_type = media_type.trim().to_ascii_lowercase();
    let known = ["application/xml", "text/xml", "text/plain"];
    if known.contains(&media_type.as_str()) || media_type.ends_with("+xml") {
        return Ok(());
    }
    let message = format!("expected XML, but the response is {media_type}");
    Err(Refusal::new(Code::ContentType, message))
}

/// A connection that could not be made, stalled or broke: each may be better next time.
fn broken(error: &reqwest::Error) -> Attempt {
    let (code, what) = if error.is_connect() {
        (Code::Unreachable, "no connection")
    } else if error.is_timeout() {
        (Code::Idle, "the connection brought nothing for too long")
    } else {
        (Code::Broken, "the response broke off")
    };
    let message = format!("{what}: {}", with_causes(error));
    Attempt {
        failed: Refusal::new(code, message).into(),
        retry: Some(PAUSE),
    }
}

/// The innermost cause says the most.
fn with_causes(error: &dyn Error) -> String {
    let mut texts = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(inner) = cause {
        texts.push(inner.to_string());
        cause = inner.source();
    }
    texts.dedup();
    texts.join(": ")
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    Some(value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(list: &[(HeaderName, &'static str)]) -> HeaderMap {
        let list = list.iter().cloned();
        list.map(|(name, value)| (name, value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn addresses_are_https_or_of_this_machine() {
        for good in [
            "https://graph.microsoft.com/beta/$metadata",
            "http://127.0.0.1:8080/m",
            "http://[::1]/m",
        ] {
            assert!(address(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://graph.microsoft.com/m", "127.0.0.1"),
            ("http://localhost/m", "127.0.0.1"),
            ("http://127.0.0.1.example.org/m", "127.0.0.1"),
            ("ftp://example.org/m", "https"),
            ("file:///etc/passwd", "https"),
            ("https://me:secret@example.org/m", "credentials"),
            ("metadata.xml", "relative"),
        ] {
            let error = address(bad).unwrap_err();
            assert!(error.contains(why), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn redirects_stay_on_their_server() {
        let from = Url::parse("https://a.example/m").unwrap();
        let next = |location: &'static str| redirected(&from, &headers(&[(LOCATION, location)]));
        assert_eq!(next("/n?x=1").unwrap().as_str(), "https://a.example/n?x=1");
        assert!(next("https://a.example:443/n").is_ok());
        for (location, code) in [
            ("http://a.example/n", Code::RedirectInsecure),
            ("file:///n", Code::RedirectInsecure),
            ("https://b.example/n", Code::RedirectElsewhere),
            ("//b.example/n", Code::RedirectElsewhere),
            ("https://a.example:8443/n", Code::RedirectElsewhere),
            ("https://", Code::RedirectLoop),
        ] {
            assert_eq!(next(location).unwrap_err().code, code, "{location}");
        }
        let none = redirected(&from, &HeaderMap::new()).unwrap_err();
        assert_eq!(none.code, Code::RedirectLoop);
    }

    #[test]
    fn a_wait_is_seconds_or_a_date() {
        let date = "Sun, 06 Nov 1994 08:49:37 GMT";
        let later = "Sun, 06 Nov 1994 08:50:07 GMT";
        let wait = |after, now| retry_after(&headers(&[(RETRY_AFTER, after), (DATE, now)]));
        assert_eq!(wait("7", date), Some(Duration::from_secs(7)));
        assert_eq!(wait(later, date), Some(Duration::from_secs(30)));
        assert_eq!(wait(date, later), Some(Duration::ZERO));
        assert_eq!(wait("soon", date), None);
    }
}
