//! The endpoint with sessions.

use crate::support::plain_http;
use serde_json::Value;
use vtql_sandbox::{Rights, Sandbox};

struct Session<'a> {
    client: reqwest::Client,
    sandbox: &'a Sandbox,
}

impl Session<'_> {
    async fn get(&self, parameters: &[(&str, &str)]) -> (u16, Value) {
        let request = self.client.get(self.sandbox.webservice_url()).query(parameters);
        answer(request.send().await.unwrap()).await
    }

    async fn post(&self, parameters: &[(&str, &str)]) -> (u16, Value) {
        let request = self.client.post(self.sandbox.webservice_url()).form(parameters);
        answer(request.send().await.unwrap()).await
    }

    /// The answer to the challenge of a user.
    async fn answer(&self, user: &str, key: &str) -> String {
        let challenge = self.get(&[("operation", "getchallenge"), ("username", user)]).await.1;
        let token = challenge["result"]["token"].as_str().unwrap();
        format!("{:x}", md5::compute(format!("{token}{key}")))
    }

    async fn login(&self) -> String {
        let key = self.answer(self.sandbox.user(), self.sandbox.access_key()).await;
        let parameters = [("operation", "login"), ("username", self.sandbox.user()), ("accessKey", &key)];
        self.post(&parameters).await.1["result"]["sessionName"].as_str().unwrap().to_owned()
    }
}

async fn answer(response: reqwest::Response) -> (u16, Value) {
    let status = response.status().as_u16();
    (status, serde_json::from_str(&response.text().await.unwrap()).unwrap_or_default())
}

fn code(answer: &Value) -> &str {
    answer["error"]["code"].as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_session_is_opened_used_and_closed() {
    let sandbox = Sandbox::builder().rows("Contacts", 120).start().await.unwrap();
    let api = Session { client: plain_http(), sandbox: &sandbox };
    let name = api.login().await;
    let session = ("sessionName", name.as_str());
    let query = "select id from Contacts where id > '12x0' order by id;";
    let (status, rows) = api.get(&[("operation", "query"), session, ("query", query)]).await;
    assert_eq!((status, rows["result"].as_array().unwrap().len()), (200, 100));

    let element = r#"{"lastname":"S","assigned_user_id":"19x1"}"#;
    let create = [("operation", "create"), session, ("elementType", "Contacts"), ("element", element)];
    assert_eq!(api.post(&create).await.1["result"]["lastname"], "S");
    assert_eq!(code(&api.get(&create).await.1), "ACCESS_DENIED", "parameters of a POST are in the form");
    assert_eq!(api.post(&[("operation", "query"), session, ("query", query)]).await.0, 200);

    let (status, unknown) =
        api.get(&[("operation", "query"), session, ("query", "select id from Nope;")]).await;
    assert_eq!((status, code(&unknown)), (200, "ACCESS_DENIED"));
    let (status, body) = api.get(&[("operation", "nosuch"), session]).await;
    assert_eq!((status, body), (500, Value::Null));

    assert_eq!(code(&api.get(&[("operation", "logout"), session]).await.1), "OPERATION_NOT_SUPPORTED");
    assert_eq!(api.post(&[("operation", "logout"), session]).await.1["success"], true);
    assert_eq!(code(&api.get(&[("operation", "listtypes"), session]).await.1), "INVALID_SESSIONID");
    assert_eq!(code(&api.get(&[("operation", "listtypes")]).await.1), "AUTHENTICATION_REQUIRED");
}

#[tokio::test]
async fn a_login_answers_the_newest_challenge_with_the_right_key() {
    let sandbox = Sandbox::builder()
        .rows("Contacts", 1)
        .other_user("Second", "key2", Rights::all())
        .start()
        .await
        .unwrap();
    let api = Session { client: plain_http(), sandbox: &sandbox };
    let login = |user: &'static str, key: String| {
        let api = &api;
        async move { api.post(&[("operation", "login"), ("username", user), ("accessKey", &key)]).await.1 }
    };
    assert_eq!(code(&login("admin", "x".to_owned()).await), "INVALID_AUTH_TOKEN");
    let older = api.answer("admin", sandbox.access_key()).await;
    let newer = api.answer("admin", sandbox.access_key()).await;
    assert_eq!(code(&login("admin", older).await), "INVALID_USER_CREDENTIALS");
    assert_eq!(login("ADMIN", newer).await["result"]["userId"], "19x1");
    let wrong = api.answer("second", "not the key").await;
    assert_eq!(code(&login("second", wrong).await), "INVALID_USER_CREDENTIALS");
    let right = api.answer("second", "key2").await;
    assert_eq!(login("second", right).await["result"]["username"], "Second");
    assert_eq!(
        code(&api.get(&[("operation", "getchallenge"), ("username", "nobody")]).await.1),
        "ACCESS_DENIED"
    );
}
