//! The scenario under which a command takes an instance.

use clap::Args;

use super::terminal::Terminal;
use crate::ids::ScenarioId;
use crate::plan::Plan;

/// Under which scenario.
#[derive(Debug, Clone, Args)]
pub struct Under {
    /// Take the instance under this scenario of its file (`skillmix scenarios` lists them)
    #[arg(long, value_name = "ID", value_parser = |text: &str| Ok::<_, String>(ScenarioId::new(text.trim())))]
    pub scenario: Option<ScenarioId>,
}

impl Under {
    /// The option as it is written after an instance in a command line; empty without one.
    pub fn option(&self) -> String {
        self.scenario
            .as_ref()
            .map_or_else(String::new, |id| format!(" --scenario {id}"))
    }

    /// The scenario of a plan that is named without saying one, else the one asked for; none where
    /// the two contradict each other, which is told.
    pub fn with_plan(&self, plan: &Plan, path: &str, terminal: Terminal) -> Option<Self> {
        match (&self.scenario, &plan.scenario) {
            (Some(asked), Some(made)) if asked != made => {
                terminal.error(
                    &format!(
                        "the plan `{path}` is of the scenario `{made}`, and `--scenario` names \
                         `{asked}`"
                    ),
                    &[
                        "leave `--scenario` out, or name the plan of that scenario: \
                         `skillmix solve … --scenario` makes one",
                    ],
                );
                None
            }
            (None, Some(made)) => {
                terminal.note(&format!(
                    "the plan `{path}` is of the scenario `{made}`, under which the instance is taken"
                ));
                Some(Self {
                    scenario: Some(made.clone()),
                })
            }
            _ => Some(self.clone()),
        }
    }
}
