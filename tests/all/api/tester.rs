//! A tester that this project did not write reads the API's document and tries to catch the API
//! doing anything else.

use super::shop::{Shop, TOKEN};
use std::path::Path;
use tokio::process::Command;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn schemathesis_finds_no_violation() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = root.join("tests/.cache/venv/bin/schemathesis");
    assert!(
        program.exists(),
        "schemathesis is missing: run tests/run --needs"
    );
    let shop = Shop::open().await;
    let scratch = tempfile::tempdir().unwrap();
    let output = Command::new(program)
        .arg("--config-file")
        .arg(root.join("tests/schemathesis.toml"))
        .arg("run")
        .arg(format!("http://{}/api/v1/openapi.json", shop.address))
        .args(["--header", &format!("Authorization: Bearer {TOKEN}")])
        .args(["--no-color", "--checks", "all"])
        .current_dir(scratch.path())
        .env("HOME", scratch.path())
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{errors}");
    println!("{said}");
}
