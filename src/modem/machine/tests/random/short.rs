//! Short lives, by the hundred, and cut to the shortest that breaks a promise.

use super::*;
use proptest::prelude::*;

fn acts() -> impl Strategy<Value = Vec<(u64, Act)>> {
    let act = prop_oneof![
        6 => Just(Act::Drain),
        6 => Just(Act::Send),
        3 => (0..3_usize, any::<bool>()).prop_map(|(storage, announced)| Act::Text { storage, announced }),
        1 => Just(Act::Direct),
        1 => Just(Act::Unplug),
        2 => Just(Act::Plug),
        1 => Just(Act::Restart),
        1 => any::<bool>().prop_map(Act::Stores),
        1 => Just(Act::Ask),
        1 => proptest::sample::select(Fortune::ALL.to_vec()).prop_map(Act::Sim),
    ];
    let gap = prop_oneof![4 => 0..50_u64, 2 => 50..3_000_u64, 1 => 3_000..150_000_u64];
    proptest::collection::vec((gap, act), 0..40)
}

proptest! {
        #[test]
    fn whatever_the_modem_does_the_promises_hold(
        acts in acts(),
        choices in proptest::collection::vec(prop_oneof![12 => Just(0_u8), 2 => any::<u8>()], 0..600),
    ) {
        let mut wild = Wild::new(choices);
        wild.pass(Duration::from_secs(5));
        for (gap, act) in acts {
            wild.act(act);
            wild.pass(Duration::from_millis(gap));
        }
        // In the end the modem behaves, and everything was answered.
        wild.choices.clear();
        wild.act(Act::Stores(true));
        wild.act(Act::Plug);
        wild.pass(Duration::from_secs(200));
        wild.sim_is_ours();
        wild.act(Act::Restart);
        wild.pass(Duration::from_secs(200));
        prop_assert!(wild.seen.drains.is_empty() && wild.seen.sends.is_empty());
        prop_assert_eq!(wild.machine.status().state, State::Ready);
        prop_assert!(wild.memories.is_empty(), "{:?} left on the SIM", wild.memories);
        wild.act(Act::Drain);
        wild.pass(Duration::from_secs(2));
        wild.act(Act::Send);
        wild.pass(Duration::from_secs(2));
        let last = wild.seen.settled.get(&wild.tickets);
        prop_assert!(matches!(last, Some(Outcome::Sent { .. })), "{:?}", last);
    }

    #[test]
    fn any_bytes_leave_it_standing(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut wild = Wild::new(Vec::new());
        wild.pass(Duration::from_secs(5));
        wild.act(Act::Drain);
        wild.act(Act::Send);
        wild.event(Event::Bytes(&bytes));
        wild.pass(Duration::from_secs(400));
        prop_assert!(wild.seen.sends.is_empty());
        prop_assert_eq!(wild.machine.status().state, State::Ready);
    }
}
