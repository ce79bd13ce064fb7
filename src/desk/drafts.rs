//! What a draft of the shop's own wording would say.

use super::words::shop_vars;
use super::{About, Desk, DeskError};
use crate::domain::lang::Lang;
use crate::domain::template::{Template, Variable, Vars};

impl Desk {
    /// What a template would say about the newest open job, word for word; about a made-up one where
    /// there is none. The second is whose job it is.
    ///
    /// # Errors
    /// When the template needs something that is not known.
    pub async fn try_template(
        &self,
        template: &Template,
        lang: Lang,
    ) -> Result<(String, Option<String>), DeskError> {
        let shop = self.store.settings().await?;
        let newest = match self.store.newest_open_job().await? {
            Some(id) => Some(self.store.job(id).await?),
            None => None,
        };
        let mut vars = match &newest {
            Some(job) => {
                let mut about = About::of(job);
                about.lang = lang;
                self.teller(&shop).await?.vars(&about)
            }
            None => with_samples(
                shop_vars(&shop),
                &[Variable::FirstName, Variable::Vehicle, Variable::JobNumber],
                lang,
            ),
        };
        vars = with_samples(vars, BROUGHT_ALONG, lang);
        vars.set(Variable::ReviewLink, shop.follow_up.review_link.as_str());
        let words = template.render(&vars).map_err(DeskError::Missing)?;
        Ok((words, newest.map(|job| job.name)))
    }

    /// What stands for the variables of every text about a made-up job.
    ///
    /// # Errors
    /// When the settings can't be read.
    pub async fn made_up(&self, lang: Lang) -> Result<Vars, DeskError> {
        let shop = self.store.settings().await?;
        let about = [
            Variable::FirstName,
            Variable::Vehicle,
            Variable::PromisedTime,
            Variable::ClosingTime,
        ];
        let vars = with_samples(shop_vars(&shop), &about, lang);
        let mut vars = with_samples(vars, BROUGHT_ALONG, lang);
        let link = match shop.follow_up.review_link.as_str() {
            "" => sample(Variable::ReviewLink, lang),
            own => own.to_owned(),
        };
        vars.set(Variable::ReviewLink, link);
        Ok(vars)
    }

    /// A template with everything filled in, as long as it gets.
    ///
    /// # Errors
    /// When the settings can't be read.
    pub async fn longest(&self, template: &Template, lang: Lang) -> Result<String, DeskError> {
        let shop = self.store.settings().await?;
        let named = template.variables().into_iter();
        let vars = named.fold(shop_vars(&shop), |vars, variable| {
            match vars.get(variable) {
                Some(_) => vars,
                None => vars.with(variable, sample(variable, lang)),
            }
        });
        template.render(&vars).map_err(DeskError::Missing)
    }
}

/// What a text itself brings along.
const BROUGHT_ALONG: &[Variable] = &[
    Variable::Code,
    Variable::Line,
    Variable::Price,
    Variable::OfferCode,
    Variable::ValidUntil,
    Variable::Status,
];

fn with_samples(vars: Vars, variables: &[Variable], lang: Lang) -> Vars {
    variables.iter().fold(vars, |vars, variable| {
        vars.with(*variable, sample(*variable, lang))
    })
}

/// A value as it might be, rather long than short.
fn sample(variable: Variable, lang: Lang) -> String {
    let [en, es, ru] = match variable {
        Variable::FirstName => ["Alexandra", "Alejandra", "Александра"],
        Variable::Vehicle => ["2014 Chevrolet Silverado"; 3],
        Variable::PromisedTime => ["12:30 PM on 11/30", "12:30 30.11", "12:30 30.11"],
        Variable::Bay => ["Bay 12"; 3],
        Variable::Work => [
            "two amplifiers, wiring, tuning",
            "dos amplificadores, cableado",
            "два усилителя, проводка",
        ],
        Variable::JobNumber => ["12345"; 3],
        Variable::Code => ["123456"; 3],
        Variable::Trade => ["car audio", "audio para autos", "автозвук"],
        Variable::ShopPhone => ["(555) 555-0100"; 3],
        Variable::ShopSite => ["hardknocks.example"; 3],
        Variable::ClosingTime => ["12:30 PM", "12:30", "12:30"],
        Variable::Line => [
            "a second battery with its isolator",
            "una segunda bateria con aislador",
            "второй аккумулятор с развязкой",
        ],
        Variable::Price => ["$1,299.00"; 3],
        Variable::ReviewLink => ["https://reviews.example/hardknocks"; 3],
        Variable::OfferCode => ["HARDKNOCKS15"; 3],
        Variable::ValidUntil => ["12/31", "31.12", "31.12"],
        Variable::Status => [
            "your vehicle - in the bay, promised by 12:30 PM",
            "su auto - en el puesto de trabajo, para las 12:30",
            "ваша машина - в работе, срок 12:30",
        ],
        Variable::Brand | Variable::Balance | Variable::VisitTime | Variable::ShopAddress => {
            [""; 3]
        }
    };
    let pick = match lang.spoken() {
        Lang::Es => es,
        Lang::Ru => ru,
        Lang::En | Lang::Fr | Lang::De => en,
    };
    pick.to_owned()
}
