use super::*;
use crate::domain::classify::classify;
use crate::domain::consent::Row;

fn agreed() -> Standing {
    Standing::fold(&[row(
        1,
        ConsentEvent::Grant,
        Scope::Service,
        Method::InPerson,
    )])
}
fn row(id: i64, event: ConsentEvent, scope: Scope, method: Method) -> Row {
    Row {
        id,
        event,
        scope,
        method,
        actor: Actor::Customer,
        about: None,
    }
}
fn context(standing: &Standing) -> Context<'_> {
    Context {
        standing,
        lang: Lang::En,
        older_than_the_last_stop: false,
        stop_confirmed_lately: false,
        start_answered_lately: false,
        replies_used_up: false,
        is_known: true,
        question: None,
        feedback: None,
        score: None,
        has_job: true,
        disclosable: true,
        offers_asked: None,
        written_at: DateTime::UNIX_EPOCH,
    }
}
fn plan(words: &str, standing: &Standing) -> Plan {
    route(&classify(words), &context(standing))
}

#[test]
fn a_stop_ends_all_and_is_confirmed_once() {
    let first = plan("STOP", &agreed());
    assert_eq!(first.cancel, Some(Scope::All));
    assert_eq!(
        first.reply,
        Some(Reply {
            kind: Kind::StopOne,
            lang: Lang::En
        })
    );
    assert!(first.understood);
    let stopped = Standing::fold(&[row(1, ConsentEvent::Revoke, Scope::All, Method::SmsKeyword)]);
    let second = plan("STOP", &stopped);
    assert_eq!(second.reply, None);
    assert_eq!(second.events.len(), 1, "its evidence is kept all the same");
}

#[test]
fn a_confirmation_goes_whatever_replies_have_gone() {
    let standing = agreed();
    let context = Context {
        replies_used_up: true,
        ..context(&standing)
    };
    assert!(route(&classify("STOP"), &context).reply.is_some());
    assert!(route(&classify("HELP"), &context).reply.is_none());
}

#[test]
fn an_opt_out_from_nobody_we_know_is_a_task() {
    let standing = Standing::default();
    let context = Context {
        is_known: false,
        ..context(&standing)
    };
    assert!(
        route(&classify("STOP"), &context)
            .tasks
            .contains(&Todo::UnmatchedOptOut)
    );
}

#[test]
fn start_brings_back_service_and_never_offers() {
    let stopped = Standing::fold(&[row(1, ConsentEvent::Revoke, Scope::All, Method::SmsKeyword)]);
    let start = plan("START", &stopped);
    assert_eq!(
        start.events,
        [event(
            ConsentEvent::Grant,
            Scope::Service,
            Method::SmsKeyword
        )]
    );
    let standing = agreed();
    let late = Context {
        older_than_the_last_stop: true,
        ..context(&standing)
    };
    assert!(route(&classify("START"), &late).events.is_empty());
}

#[test]
fn yes_and_no_answer_the_open_question_and_nothing_else() {
    let standing = agreed();
    let asked = |hours: i64, talked_since| Context {
        question: Some(Question {
            asked_at: DateTime::UNIX_EPOCH - TimeDelta::hours(hours),
            talked_since,
        }),
        ..context(&standing)
    };
    for (words, context, answer) in [
        ("YES", asked(1, false), Some(true)),
        ("yes please", asked(72, false), Some(true)),
        ("No", asked(1, false), Some(false)),
        ("ДА", asked(1, false), Some(true)),
        ("YES", asked(73, false), None),
        ("YES", asked(-1, false), None),
        ("YES", asked(1, true), None),
        ("YES", context(&standing), None),
        ("How much is it?", asked(1, false), None),
        ("STOP", asked(1, false), None),
    ] {
        let plan = route(&classify(words), &context);
        assert_eq!(plan.answer, answer, "{words} {:?}", context.question);
        if answer.is_some() {
            assert!(plan.understood && plan.events.is_empty() && plan.reply.is_none());
        }
    }
}

#[test]
fn a_score_answers_how_it_went_and_nothing_else() {
    let standing = agreed();
    let ago = |hours: i64, talked_since| {
        Some(Question {
            asked_at: DateTime::UNIX_EPOCH - TimeDelta::hours(hours),
            talked_since,
        })
    };
    let said = |words: &str, context: &Context<'_>| {
        let context = Context {
            score: crate::domain::score::read(words),
            ..context.clone()
        };
        route(&classify(words), &context)
    };
    let asked = |feedback, question| Context {
        feedback,
        question,
        ..context(&standing)
    };
    for (words, context, score) in [
        ("5", asked(ago(1, false), None), Some(5)),
        ("two stars", asked(ago(72, false), None), Some(2)),
        ("5", asked(ago(73, false), None), None),
        ("5", asked(ago(-1, false), None), None),
        ("5", asked(ago(1, true), None), None),
        ("5", asked(None, None), None),
        ("5", asked(None, ago(1, false)), None),
        ("It was great", asked(ago(1, false), None), None),
        ("STOP", asked(ago(1, false), None), None),
        ("5 stop", asked(ago(1, false), None), None),
        // The newer of two questions is the open one.
        ("5", asked(ago(1, false), ago(2, false)), Some(5)),
        ("5", asked(ago(2, false), ago(1, false)), None),
        ("5", asked(ago(2, false), ago(80, false)), Some(5)),
    ] {
        let plan = said(words, &context);
        assert_eq!(plan.score, score, "{words} {context:?}");
        assert_eq!(plan.thanks, score.is_some(), "{words}");
        if score.is_some() {
            assert!(plan.understood && plan.events.is_empty() && plan.reply.is_none());
        }
    }
    let yes = said("YES", &asked(ago(1, false), ago(2, false)));
    assert_eq!(
        yes.answer, None,
        "a YES to \"how did we do\" agrees to no work"
    );
    let yes = said("YES", &asked(ago(2, false), ago(1, false)));
    assert_eq!(yes.answer, Some(true));
}

#[test]
fn a_score_is_kept_and_not_thanked_for_where_nothing_automatic_may_go() {
    let grant = row(1, ConsentEvent::Grant, Scope::Service, Method::InPerson);
    let stop = row(2, ConsentEvent::Revoke, Scope::All, Method::SmsKeyword);
    let hold = row(2, ConsentEvent::Hold, Scope::All, Method::SmsWords);
    for (rows, used_up) in [
        (vec![grant, stop], false),
        (vec![grant, hold], false),
        (vec![grant], true),
    ] {
        let standing = Standing::fold(&rows);
        let context = Context {
            feedback: Some(Question {
                asked_at: DateTime::UNIX_EPOCH,
                talked_since: false,
            }),
            score: Some(4),
            replies_used_up: used_up,
            ..context(&standing)
        };
        let plan = route(&classify("4"), &context);
        assert_eq!((plan.score, plan.thanks), (Some(4), false), "{rows:?}");
        assert!(plan.understood);
    }
}

#[test]
fn a_join_gets_the_offers_line_and_never_after_a_stop() {
    let stop = row(2, ConsentEvent::Revoke, Scope::All, Method::SmsKeyword);
    let start = row(3, ConsentEvent::Grant, Scope::Service, Method::SmsKeyword);
    let hold = row(4, ConsentEvent::Hold, Scope::All, Method::SmsWords);
    for (rows, goes) in [
        (vec![], true),
        (vec![stop], false),
        (vec![stop, start], true),
        (vec![stop, start, hold], false),
    ] {
        let standing = Standing::fold(&rows);
        let plan = plan(" join! ", &standing);
        assert_eq!(plan.disclose.is_some(), goes, "{rows:?}");
        assert_eq!(plan.understood, goes, "staff read it otherwise");
        assert!(plan.events.is_empty() && plan.reply.is_none());
    }
    let standing = agreed();
    let limits = [
        Context {
            replies_used_up: true,
            ..context(&standing)
        },
        Context {
            disclosable: false,
            ..context(&standing)
        },
        Context {
            older_than_the_last_stop: true,
            ..context(&standing)
        },
    ];
    for context in limits {
        let plan = route(&classify("JOIN"), &context);
        assert!(plan.disclose.is_none() && !plan.understood);
    }
    let offers = row(
        1,
        ConsentEvent::Grant,
        Scope::Promotional,
        Method::SmsKeyword,
    );
    let plan = plan("JOIN", &Standing::fold(&[offers]));
    assert_eq!(plan.reply.map(|reply| reply.kind), Some(Kind::OffersOptIn));
    assert!(plan.events.is_empty() && plan.disclose.is_none());
    let plan = route(&classify("join me for lunch"), &context(&standing));
    assert!(plan.disclose.is_none());
}

#[test]
fn a_yes_to_the_offers_line_brings_offers_within_a_day() {
    let standing = agreed();
    let stopped = Standing::fold(&[row(1, ConsentEvent::Revoke, Scope::All, Method::SmsKeyword)]);
    let ago = |hours: i64| Some(DateTime::UNIX_EPOCH - TimeDelta::hours(hours));
    let asked = |standing, hours| Context {
        offers_asked: ago(hours),
        ..context(standing)
    };
    let visit = Some(Question {
        asked_at: DateTime::UNIX_EPOCH - TimeDelta::hours(2),
        talked_since: false,
    });
    let grants = [event(
        ConsentEvent::Grant,
        Scope::Promotional,
        Method::SmsKeyword,
    )];
    for (words, context, joins) in [
        ("YES", asked(&standing, 1), true),
        ("Да", asked(&standing, 24), true),
        ("YES", asked(&standing, 25), false),
        ("YES", asked(&standing, -1), false),
        ("NO", asked(&standing, 1), false),
        ("Maybe", asked(&standing, 1), false),
        ("YES", asked(&stopped, 1), false),
        (
            "YES",
            Context {
                question: visit,
                ..asked(&standing, 1)
            },
            false,
        ),
        ("YES", context(&standing), false),
    ] {
        let plan = route(&classify(words), &context);
        assert_eq!(plan.events == grants, joins, "{words} {context:?}");
        assert_eq!(plan.understood, joins, "{words} {context:?}");
        assert_eq!(plan.answer, None);
        let kind = plan.reply.map(|reply| reply.kind);
        assert_eq!(kind, joins.then_some(Kind::OffersOptIn));
    }
}

#[test]
fn yes_is_no_opt_in_and_no_is_no_opt_out() {
    for words in ["yes", "NO", "no thanks"] {
        assert!(plan(words, &agreed()).events.is_empty(), "{words}");
    }
}

#[test]
fn status_is_answered_in_the_customers_language_and_without_a_job_staff_read_it_too() {
    let stopped = Standing::fold(&[row(1, ConsentEvent::Revoke, Scope::All, Method::SmsKeyword)]);
    for standing in [agreed(), stopped, Standing::default()] {
        for (words, lang, answered_in) in [
            ("Status", Lang::En, Lang::En),
            ("STATUS", Lang::Es, Lang::Es),
            ("estado", Lang::En, Lang::Es),
            ("Статус?", Lang::En, Lang::Ru),
            ("status", Lang::De, Lang::En),
        ] {
            for (has_job, kind) in [(true, Kind::Status), (false, Kind::NoStatus)] {
                let known = Context {
                    lang,
                    has_job,
                    ..context(&standing)
                };
                let plan = route(&classify(words), &known);
                let reply = Reply {
                    kind,
                    lang: answered_in,
                };
                assert_eq!(plan.reply, Some(reply), "{words}");
                assert_eq!(plan.understood, has_job);
                assert!(plan.events.is_empty() && plan.cancel.is_none());
                let silent = Context {
                    replies_used_up: true,
                    ..known
                };
                let plan = route(&classify(words), &silent);
                assert!(plan.reply.is_none() && !plan.understood, "{words}");
            }
        }
    }
    // There is no key box.
    assert_eq!(plan("KEY", &agreed()), Plan::default());
}
