//! The bays on the settings page: their names, those without a button, and a light that is lit from there.

use super::shop::Shop;
use crate::panel::Program;
use axum::http::StatusCode;
use readybell::desk::Desk;
use readybell::panel::{self, Bay, PanelConfig};
use readybell::web::{House, router};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::time::Instant;

const PAGE: &str = "/settings/bays";

#[tokio::test]
async fn a_bays_light_is_lit_from_the_page() {
    let mut shop = Shop::open().await;
    let socket = shop.directory().join("panel.sock");
    let config = PanelConfig::simulated(socket.clone(), [Bay(1), Bay(2)]);
    let began = Instant::now();
    let rig = panel::open(&config, began).unwrap();
    let (notices, notices_out) = mpsc::channel(8);
    let (events_in, _events) = mpsc::channel(4);
    let task = tokio::spawn(panel::run(rig, began, notices_out, events_in));
    let desk = Desk::new(shop.store.clone(), shop.clock.clone()).with_panel(notices);
    shop.house = House {
        desk: Arc::new(desk),
        ..shop.house.clone()
    };
    shop.router = router(shop.house.clone());

    let mut program = Program::connect(&socket).await;
    program.hears("light 2 off dark").await;
    let ann = shop.cookie("Ann").await;
    shop.get(PAGE, &ann).await.shows("Light it");
    let lit = shop.post("/settings/bays/2/light", &ann, &[]).await;
    let to = lit.goes_to();
    assert_eq!(to, "/settings/bays?lit=2");
    shop.get(to, &ann)
        .await
        .shows("The light of bay 2 flashes now");
    program.hears("light 2 on already-announced").await;
    program.hears("light 2 off already-announced").await;
    // One that the owner added has no light.
    shop.post("/settings/bays/add", &ann, &[]).await.goes_to();
    let page = shop.get(PAGE, &ann).await;
    page.shows("/settings/bays/3/remove")
        .hides("/settings/bays/3/light");
    task.abort();
}

#[tokio::test(start_paused = true)]
async fn a_bay_has_the_name_that_people_call_it() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    let names = [("name-1", "Tint room"), ("name-2", "")];
    let saved = shop.post(PAGE, &ann, &names).await;
    shop.get(saved.goes_to(), &ann)
        .await
        .shows("value=\"Tint room\"")
        .shows("<b>Tint room</b> <small>Bay 1</small>")
        .shows("<b>Bay 2</b>");
    let job = shop.job(&ann, &[("where", "bay-1")]).await;
    shop.get("/", &ann)
        .await
        .shows(&format!("#{job} · Tint room"));
    shop.get("/settings/audit", &ann)
        .await
        .shows("Bay 1: Tint room");
    let long = "x".repeat(31);
    for (name, says) in [
        (long.as_str(), "At most 30 letters."),
        ("tint ROOM", "Another bay is called that."),
    ] {
        let names = [("name-1", "Tint room"), ("name-2", name)];
        let wrong = shop.post(PAGE, &ann, &names).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        wrong.shows(says).shows(&format!("value=\"{name}\""));
    }
    // An empty name is the number again; a form that knows fewer bays leaves the others.
    shop.post(PAGE, &ann, &[("name-1", "")]).await.goes_to();
    shop.get("/", &ann).await.shows(&format!("#{job} · Bay 1"));
}

#[tokio::test(start_paused = true)]
async fn a_bay_without_a_button_is_added_used_and_removed() {
    let shop = Shop::open().await;
    let ann = shop.cookie("Ann").await;
    shop.post("/settings/bays/add", &ann, &[]).await.goes_to();
    let name = [("name-3", "The yard")];
    shop.post(PAGE, &ann, &name).await.goes_to();
    let job = shop.job(&ann, &[("where", "bay-3")]).await;
    shop.get("/", &ann)
        .await
        .shows(&format!("#{job} · The yard"));
    // The next start keeps it beside those of the configuration, and takes away what left that.
    shop.store.set_bays(vec![1]).await.unwrap();
    shop.get(PAGE, &ann)
        .await
        .shows("The yard")
        .hides("<b>Bay 2</b>");
    let remove = "/settings/bays/3/remove";
    let used = shop.post(remove, &ann, &[]).await;
    assert_eq!(used.status, StatusCode::CONFLICT);
    used.shows("A job is in this bay. Move it first.");
    let moves = format!("/jobs/{job}/move");
    shop.post(&moves, &ann, &[("to", "waiting")])
        .await
        .goes_to();
    shop.post(remove, &ann, &[]).await.goes_to();
    let page = shop.get(PAGE, &ann).await;
    page.shows("The bay is removed.").hides(remove);
    let (_, undo) = page.body.split_once("action=\"/taps/").unwrap();
    let undo = format!("/taps/{}", undo.split('"').next().unwrap());
    shop.post(&undo, &ann, &[("back", PAGE)]).await.goes_to();
    shop.get(PAGE, &ann).await.shows(remove).shows("The yard");
    // What the configuration has is not removed here.
    let configured = shop.post("/settings/bays/1/remove", &ann, &[]).await;
    assert_eq!(configured.status, StatusCode::NOT_FOUND);
}
