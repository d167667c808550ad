//! The answer as tables that a manager reads without a manual: at most 100 columns, readable
//! without colour, plain text. A plan by month has tables of its own: `over_time`.

mod heading;
mod money;
mod over_time;
mod pathway;
mod services;
mod staff;
mod status;

use super::answer::Answer;
use super::binding;
use super::grid::paragraph;
use super::{missed, totals, worth};
use crate::audit::ServiceFigures;
use crate::instance::Instance;

/// The answer as text. Of several services it shows the total and one row each; `per_service`
/// adds each service's own tables.
#[must_use]
pub fn render(instance: &Instance, answer: &Answer, per_service: bool) -> String {
    let answer = &*missed::as_asked(instance, answer);
    let several = instance.services.len() > 1;
    let mut sections = vec![heading::heading(instance, answer)];
    if let Some(view) = over_time::View::of_all(instance, answer) {
        sections.extend(over_time::sections(&view, per_service));
        return finish(instance, answer, sections);
    }
    if several {
        sections.push(services::services(instance, &answer.audit));
        sections.push(services::staff_needed(instance, &answer.audit));
        sections.extend(all_services(instance, answer));
    } else if let Some(service) = answer.audit.services.first() {
        sections.extend(one_service(instance, answer, service));
    }
    sections.push(money::shared_limits(instance, &answer.audit));
    sections.push(what_binds(instance, answer));
    sections.push(money::spend(&answer.plan) + &worth_lines(instance, answer));
    if several && per_service {
        for service in &answer.audit.services {
            let name = super::names::Names(instance).service(&service.service);
            sections.push(paragraph(&format!("── {name} ──")));
            sections.extend(one_service(instance, answer, service));
        }
    }
    finish(instance, answer, sections)
}

fn finish(instance: &Instance, answer: &Answer, mut sections: Vec<String>) -> String {
    sections.push(heading::footer(instance, answer));
    sections.retain(|section| !section.is_empty());
    sections.join("\n")
}

/// The status in one line, for where the answer itself goes to a file.
#[must_use]
pub fn status_line(instance: &Instance, answer: &Answer) -> String {
    status::status(instance, &missed::as_asked(instance, answer))
}

fn one_service(instance: &Instance, answer: &Answer, figures: &ServiceFigures) -> Vec<String> {
    let roles = totals::roles([figures.roles.as_slice()]);
    let plan = instance
        .services
        .iter()
        .find(|s| crate::ids::Id::as_str(&s.id) == figures.service)
        .and_then(|s| Some((&s.care, answer.plan.services.get(&s.id)?)));
    vec![
        staff::staff(instance, &roles),
        staff::comings_and_goings(instance, &roles),
        staff::training(instance, plan.as_slice()),
        staff::supervision("Supervision", &figures.supervision),
        pathway::standards(instance, &figures.standards, &figures.skill_mix),
        pathway::waits(instance, &figures.steps),
    ]
}

fn all_services(instance: &Instance, answer: &Answer) -> Vec<String> {
    let audit = &answer.audit;
    let roles = totals::roles(audit.services.iter().map(|s| s.roles.as_slice()));
    let steps = totals::steps(audit.services.iter().map(|s| s.steps.as_slice()));
    let plans: Vec<_> = instance
        .services
        .iter()
        .filter_map(|s| Some((&s.care, answer.plan.services.get(&s.id)?)))
        .collect();
    vec![
        staff::staff(instance, &roles),
        staff::comings_and_goings(instance, &roles),
        staff::training(instance, &plans),
        pathway::standards_of_all(instance, audit),
        pathway::waits(instance, &steps),
    ]
}

fn what_binds(instance: &Instance, answer: &Answer) -> String {
    let lines = binding::lines(instance, &binding::gather(instance, &answer.audit));
    if lines.is_empty() {
        return "What binds: nothing; every limit leaves something to spare.\n".to_owned();
    }
    let mut text = "What binds (kept with nothing to spare)\n".to_owned();
    for line in lines {
        text += &paragraph(&format!("  {line}"));
    }
    text
}

fn worth_lines(instance: &Instance, answer: &Answer) -> String {
    answer
        .worth
        .iter()
        .map(|role| paragraph(&worth::sentence(instance, role, worth::End::of(answer))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::grid::WIDTH;
    use crate::report::sample;

    #[test]
    fn one_service_reads_like_this() {
        let instance = sample::instance(1);
        insta::assert_snapshot!(render(&instance, &sample::answer(&instance), false), @r##"
        Sample
        1 service, a steady year, 2025/26 prices

        £6,000,000 a year. Proved best within £500 or 0.0083 % (0.01 % asked for). 1 soft standard is
          missed: 75 % start step 2 within 6 weeks (73 %).

        Sought, in this order                            reached  no plan can beat  apart       gap
        ───────────────────────────────────────────────────────────────────────────────────────────
        least shortfall of soft standards, as priced      £1,230            £1,230     £0       0 %
        least cost a year                             £6,000,000        £5,999,500   £500  0.0083 %

        Staff (WTE)  band    now  needed  change    £ a year  hours used  busiest period  supervises, h/year
        ────────────────────────────────────────────────────────────────────────────────────────────────────
        AP           4       4.0    12.0    +8.0    £614,808        90 %           100 %                   –
        PWP          5      46.5    40.0    −6.5  £2,049,360        90 %           100 %                   –
        HIT          7      58.0    58.0     0.0  £2,971,572        95 %           100 %               2,320
        qualified          108.5   110.0    +1.5  £5,635,740                                           2,320
        PWP trainee  4         –     4.7       –    £240,800        90 %           100 %                   –
        all staff              –   114.7       –  £5,876,540                                           2,320

        Comings and goings (WTE a year)  hired  qualify into it  leave  start training out of it
        ────────────────────────────────────────────────────────────────────────────────────────
        AP                                 1.2                –    2.4                       5.0
        PWP                                4.0              4.5    8.0                         –
        HIT                                5.8                –   11.6                         –
        PWP trainee                          –                –    0.9                         –

        Training      starts a year  fees, £ a year  paid by
        ──────────────────────────────────────────────────────────────────────
        PWP training              5         £25,000  the levy, then the budget

        Supervision      supervisees, WTE  supervisors, WTE  for each  allowed  h/year
        ──────────────────────────────────────────────────────────────────────────────
        Case management              40.0              58.0      0.69     8.00   1,680

        Standards                              asked  reached  met                                enforced
        ──────────────────────────────────────────────────────────────────────────────────────────────────
        people who start                       4,000    4,000  yes                                hard
        75 % start step 2 within 6 weeks      75.0 %   73.1 %  no, 12 too many waiting at a time  soft
        PWPs among therapists             40 to 60 %   40.8 %  yes                                reported

        Steps (people a year)   join  start  give up  waiting, mean  mean wait, weeks  worst period
        ───────────────────────────────────────────────────────────────────────────────────────────
        Step 2                 5,200  4,000    1,200            333               4.3           4.8

        Shared limits                         used       limit      left
        ────────────────────────────────────────────────────────────────
        All services together (budget)  £4,900,000  £5,000,000  £100,000

        What binds (kept with nothing to spare)
          no more start than the standard asks: people who start
          every clinical hour is used: HIT (all year)

        Spend in a year: pay £4,800,000 + overhead £960,000 + recruitment £200,000 + course fees £40,000 =
          £6,000,000.
        Without APs: the same standards cost about £150,000 a year more (+2.5 %; between £149,500 and
          £150,500).

        Audit: 26 promises recomputed from the instance and the plan alone; all kept (largest error: 10.0 %
          of what is tolerated).
        Made with skillmix 0.1.0 and HiGHS 0.0.0.
        Invented data.
        "##);
    }

    #[test]
    fn eight_services_read_like_this() {
        let instance = sample::instance(8);
        insta::assert_snapshot!(render(&instance, &sample::answer(&instance), false), @r##"
        Sample
        8 services, a steady year, 2025/26 prices

        £48,000,000 a year. Proved best within £4,000 or 0.0083 % (0.01 % asked for). 1 soft standard is
          missed: 75 % start step 2 within 6 weeks (in all 8 services, at worst 73 %).

        Sought, in this order                             reached  no plan can beat   apart       gap
        ─────────────────────────────────────────────────────────────────────────────────────────────
        least shortfall of soft standards, as priced       £1,230            £1,230      £0       0 %
        least cost a year                             £48,000,000       £47,996,000  £4,000  0.0083 %

        Services            referrals  change, WTE    £ a year  £/referral  longest wait  enforced standards
                                                                                                         met
        ────────────────────────────────────────────────────────────────────────────────────────────────────
        North                   8,000         +1.5  £6,000,000        £750     4.8 weeks              1 of 2
        Service 2 NHS           8,000         +1.5  £6,000,000        £750     4.8 weeks              1 of 2
        Foundation Trust
        Service 3 NHS           8,000         +1.5  £6,000,000        £750     4.8 weeks              1 of 2
        Foundation Trust
        Service 4 NHS           8,000         +1.5  £6,000,000        £750     4.8 weeks              1 of 2
        Foundation Trust
        Service 5 NHS           8,000         +1.5  £6,000,000        £750     4.8 weeks              1 of 2
        Foundation Trust
        Service 6 NHS           8,000         +1.5  £6,000,000        £750     4.8 weeks              1 of 2
        Foundation Trust
        Service 7 NHS           8,000         +1.5  £6,000,000        £750     4.8 weeks              1 of 2
        Foundation Trust
        Service 8 NHS           8,000         +1.5  £6,000,000        £750     4.8 weeks              1 of 2
        Foundation Trust

        Staff needed (WTE)              AP  PWP  HIT  trainees  all staff
        ─────────────────────────────────────────────────────────────────
        North                           12   40   58       4.7      114.7
        Service 2 NHS Foundation Trust  12   40   58       4.7      114.7
        Service 3 NHS Foundation Trust  12   40   58       4.7      114.7
        Service 4 NHS Foundation Trust  12   40   58       4.7      114.7
        Service 5 NHS Foundation Trust  12   40   58       4.7      114.7
        Service 6 NHS Foundation Trust  12   40   58       4.7      114.7
        Service 7 NHS Foundation Trust  12   40   58       4.7      114.7
        Service 8 NHS Foundation Trust  12   40   58       4.7      114.7
        all services                    96  320  464      37.6      917.6

        Staff (WTE)  band    now  needed  change     £ a year  hours used  busiest period  supervises,
                                                                                                h/year
        ──────────────────────────────────────────────────────────────────────────────────────────────
        AP           4      32.0    96.0   +64.0   £4,918,464        90 %           100 %            –
        PWP          5     372.0   320.0   −52.0  £16,394,880        90 %           100 %            –
        HIT          7     464.0   464.0     0.0  £23,772,576        95 %           100 %       18,560
        qualified          868.0   880.0   +12.0  £45,085,920                                   18,560
        PWP trainee  4         –    37.6       –   £1,926,398        90 %           100 %            –
        all staff              –   917.6       –  £47,012,318                                   18,560

        Comings and goings (WTE a year)  hired  qualify into it  leave  start training out of it
        ────────────────────────────────────────────────────────────────────────────────────────
        AP                                 9.6                –   19.2                      40.0
        PWP                               32.0             36.0   64.0                         –
        HIT                               46.4                –   92.8                         –
        PWP trainee                          –                –    7.5                         –

        Training      starts a year  fees, £ a year  paid by
        ──────────────────────────────────────────────────────────────────────
        PWP training             40        £200,000  the levy, then the budget

        Standards                              asked       reached  met in  enforced
        ────────────────────────────────────────────────────────────────────────────
        people who start                      32,000        32,000  all 8   hard
        75 % start step 2 within 6 weeks      75.0 %  least 73.1 %  0 of 8  soft
        PWPs among therapists             40 to 60 %        40.8 %  all 8   reported

        Steps (people a year)    join   start  give up  waiting, mean  mean wait, weeks  worst period
        ─────────────────────────────────────────────────────────────────────────────────────────────
        Step 2                 41,600  32,000    9,600          2,666               4.3           4.8

        Shared limits                         used       limit      left
        ────────────────────────────────────────────────────────────────
        All services together (budget)  £4,900,000  £5,000,000  £100,000

        What binds (kept with nothing to spare)
          no more start than the standard asks: people who start (all 8 services)
          every clinical hour is used: HIT (all year, all 8 services)

        Spend in a year: pay £38,400,000 + overhead £7,680,000 + recruitment £1,600,000 + course fees
          £320,000 = £48,000,000.
        Without APs: the same standards cost about £1,200,000 a year more (+2.5 %; between £1,196,000 and
          £1,204,000).

        Audit: 201 promises recomputed from the instance and the plan alone; all kept (largest error: 10.0 %
          of what is tolerated).
        Made with skillmix 0.1.0 and HiGHS 0.0.0.
        Invented data.
        "##);
    }

    #[test]
    fn a_table_never_says_minus_zero() {
        let instance = sample::instance(8);
        let mut answer = sample::answer(&instance);
        for service in &mut answer.audit.services {
            service.roles[0].hires = -0.0;
            service.roles[1].wte = -1e-12;
            service.steps[0].dropouts = -1e-9;
        }
        let text = render(&instance, &answer, true);
        for zero in ["-0", "−0 ", "−0.0", "+0.0", "+0 ", "−£0"] {
            assert!(!text.contains(zero), "{zero} in\n{text}");
        }
    }

    #[test]
    fn no_line_of_tables_is_wider_than_the_page() {
        let mut instance = sample::instance(8);
        for service in &mut instance.services {
            service.name = "A very long name of a very large trust indeed ".repeat(3);
        }
        let text = render(&instance, &sample::answer(&instance), true);
        for line in text.lines() {
            assert!(line.chars().count() <= usize::from(WIDTH), "{line}");
        }
    }

    #[test]
    fn every_objective_fits_the_page() {
        use crate::instance::Objective;
        use crate::report::answer::ObjectiveFigure;
        let instance = sample::instance(2);
        let mut answer = sample::answer(&instance);
        answer.outcome.objectives = [
            (Objective::Fairest, 135.86),
            (Objective::LeastShortfall, 1_929_172.0),
            (Objective::MostAccess, -74_192.0),
            (Objective::LeastCost, 45_400_136.0),
        ]
        .map(|(objective, value)| {
            ObjectiveFigure::from_minimised(objective, value, value - 2.0, 3e-6)
        })
        .to_vec();
        let text = render(&instance, &answer, false);
        for line in text.lines() {
            assert!(line.chars().count() <= usize::from(WIDTH), "{line}");
        }
        // One line an objective, not a column of words.
        let title = "fairest: shortfall per referral, worst-off ";
        assert!(text.lines().any(|line| line.starts_with(title)), "{text}");
    }
}
