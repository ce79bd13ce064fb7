//! The customers of a trial and the texts that wait for them, put into the database before its first
//! life.

use super::trial::Customer;
use crate::support::seed::{job, number, set_up, text};
use readybell::domain::time::Now;
use readybell::store::Store;

/// What so many lives need.
pub async fn seed_store(store: &Store, now: Now, lives: usize) {
    set_up(store, now).await;
    for life in 1..=lives {
        for customer in [Customer::Plain, Customer::Stopper, Customer::Unclear] {
            let number = number(&customer.number(life));
            store.take_in(job(number.clone(), now), now).await.unwrap();
            let contact = store.contact_of(number).await.unwrap().unwrap().id;
            let words = match customer {
                Customer::Plain => {
                    format!("Life {life}. {}", "It takes a little longer. ".repeat(7))
                }
                _ => format!("Life {life}. It takes a little longer."),
            };
            store.queue(text(contact, &words, now), now).await.unwrap();
        }
    }
}
