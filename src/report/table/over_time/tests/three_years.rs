//! Three years by month, as they are read.

use super::excerpt;
use crate::report::sample;
use crate::report::table::render;

#[test]
#[expect(clippy::too_many_lines, reason = "a whole answer")]
fn one_service_over_three_years_reads_like_this() {
    let (instance, answer) = sample::over_time(1, 12, 36);
    insta::assert_snapshot!(render(&instance, &answer, false), @r##"
    Sample
    1 service, April 2026 to March 2029, 36 months, 2025/26 prices

    £17,700,000 over 36 months. Proved best within £500 or 0.0083 % (0.01 % asked for). 1 soft standard
      is missed while in force: 75 % start step 2 within 6 weeks (at worst 64.0 %).

    Sought, in this order                reached  no plan can beat  apart       gap
    ───────────────────────────────────────────────────────────────────────────────
    standards missed least, weighted       1,230             1,230      0       0 %
    least cost over the horizon       £6,000,000        £5,999,500   £500  0.0083 %

    “75 % start step 2 within 6 weeks” does not hold from October 2026, as asked: no plan keeps every
      hard standard. The plan that misses fewest people holds it from June 2027. Missed most in April
      2026: 12 people too many waiting. In the way until then: hires of HITs (HITs to be had, 12 a
      year).

    Spend by financial year  year           spend       budget        left    used
    ──────────────────────────────────────────────────────────────────────────────
    All services together    2026/27   £5,900,000   £7,000,000  £1,100,000  84.3 %
                             2027/28   £5,900,000   £7,000,000  £1,100,000  84.3 %
                             2028/29   £5,900,000   £7,000,000  £1,100,000  84.3 %
                             all      £17,700,000  £21,000,000  £3,300,000  84.3 %
    Spend over the horizon: pay £14,400,000 + overhead £2,880,000 + recruitment £24,000 + course fees
      £180,000 + hours bought in £108,000 + retention measures £108,000 = £17,700,000.

    Staff (WTE)  band  now  Jun  Sep  Dec  Mar  Jun  Sep  Dec  Mar  Jun  Sep  Dec  Mar
                             26   26   26   27   27   27   27   28   28   28   28   29
    ──────────────────────────────────────────────────────────────────────────────────
    AP           4       4    6    7    8    9   10   10   11   12   12   13   14   15
    PWP          5      46   46   48   50   51   52   54   56   57   58   60   62   63
    HIT          7      58   58   58   58   58   58   58   58   58   58   58   58   58
    qualified          108  111  113  116  118  120  122  124  127  129  131  134  136
    PWP trainee  4       0    6    6   12   12   12   12   12   12   12   12   12   12
    all staff          108  117  119  128  130  132  134  136  139  141  143  146  148

    Staff (WTE)  by month                              least  most
    ──────────────────────────────────────────────────────────────
    AP           ▁▁▁▁▁▂▂▂▂▃▃▃▃▃▄▄▄▄▅▅▅▅▆▆▆▆▆▇▇▇▇█████      6    15
    PWP          ▁▁▁▁▁▂▂▂▂▃▃▃▃▃▄▄▄▄▅▅▅▅▆▆▆▆▆▇▇▇▇█████     46    63
    HIT          ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄     58    58
    qualified    ▁▁▁▁▁▂▂▂▂▃▃▃▃▃▄▄▄▄▅▅▅▅▆▆▆▆▆▇▇▇▇█████    110   136
    PWP trainee  ▁▁▁▁▁▁██████████████████████████████      6    12
    all staff    ▁▁▁▁▁▁▃▃▃▄▄▄▄▄▅▅▅▅▅▆▆▆▆▆▆▇▇▇▇▇██████    116   148

    What to do in the next six months
      April 2026: hire 2 AP; advertise for 2 PWP to join in July 2026; 1 PWP already hired joins; start
        6 AP on PWP training; buy in 30 h a week of Assessment
      May 2026: begin Protected time for learning for 40 WTE of PWP
      June 2026: no more Assessment bought in
      July 2026: 2 PWP newly hired join
      August 2026: advertise for 2 PWP to join in November 2026; make 0.5 WTE AP redundant
      September 2026: nothing new

    Career        year     at first  already on  hired    moved into  moved on  redundant  left  at last
    ladder (WTE)                      their way                   it
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    AP            2026/27       4.0           –    2.0             –      12.0        0.5   1.8      8.8
                  2027/28       8.8           –      –             –      12.0          –   2.5     11.8
                  2028/29      11.8           –      –             –      12.0          –   3.2     14.8
    PWP           2026/27      46.5         1.0    4.0             –         –          –  11.6     51.0
                  2027/28      51.0           –      –          10.8         –          –  13.0     57.0
                  2028/29      57.0           –      –          10.8         –          –  14.5     63.0
    HIT           2026/27      58.0           –      –             –         –          –  13.9     58.0
                  2027/28      58.0           –      –             –         –          –  13.9     58.0
                  2028/29      58.0           –      –             –         –          –  13.9     58.0
    PWP trainee   2026/27         –           –      –             –         –          –     –     12.0
                  2027/28      12.0           –      –             –         –          –     –     12.0
                  2028/29      12.0           –      –             –         –          –     –     12.0

    Moves (WTE)   from and to          2026/27  2027/28  2028/29   all
    ──────────────────────────────────────────────────────────────────
    PWP training  AP → PWP     start      12.0     12.0     12.0  36.0
                               arrive        –     10.8     10.8  21.6

    Leavers (WTE)  where to    2026/27  2027/28  2028/29   all
    ──────────────────────────────────────────────────────────
    AP             not stated      1.8      2.5      3.2   7.5
    PWP            other NHS       5.8      6.5      7.2  19.5
                   not stated      5.8      6.5      7.2  19.5
    HIT            not stated     13.9     13.9     13.9  41.8
    all roles      other NHS       5.8      6.5      7.2  19.5
                   not stated     21.5     22.9     24.4  68.8

    People waiting  now  Jun  Sep  Dec  Mar  Jun  Sep  Dec  Mar  Jun  Sep  Dec  Mar
                          26   26   26   27   27   27   27   28   28   28   28   29
    ───────────────────────────────────────────────────────────────────────────────
    Step 2          900  800  650  500  350  250  250  250  250  250  250  250  250

    People waiting  by month                              least  most
    ─────────────────────────────────────────────────────────────────
    Step 2          ██▇▇▆▅▅▄▄▃▂▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁    250   900

    Mean wait (weeks)  Jun  Sep  Dec  Mar  Jun  Sep  Dec  Mar  Jun  Sep  Dec  Mar
                        26   26   26   27   27   27   27   28   28   28   28   29
    ─────────────────────────────────────────────────────────────────────────────
    Step 2             8.7  7.0  5.4  3.8  2.7  2.7  2.7  2.7  2.7  2.7  2.7  2.7

    Mean wait (weeks)  by month                              least  most
    ────────────────────────────────────────────────────────────────────
    Step 2             ██▇▇▆▅▅▄▄▃▂▂▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁    2.7   9.7

    Standards           asked  from                    holds from  as asked     worst since  enforced
    ─────────────────────────────────────────────────────────────────────────────────────────────────
    people who start    4,000  2026/27                 2026/27     yes       4,012 of 4,000  hard
    75 % start step 2  75.0 %  October 2026, by steps  June 2027   no                64.0 %  soft
    within 6 weeks             from July 2026

    Standards by year  year     asked  reached  reached
    ───────────────────────────────────────────────────
    people who start   2026/27  4,000    4,012  yes
                       2027/28  4,000    4,012  yes
                       2028/29  4,000    4,012  yes

    Mix of roles, last year  least   share  most  enforced
    ──────────────────────────────────────────────────────
    PWPs among therapists     40 %  40.8 %  60 %  reported

    Retention measures  for  year     covered, mean WTE  leavers prevented, WTE     cost  £ a leaver
                                                                                           prevented
    ────────────────────────────────────────────────────────────────────────────────────────────────
    Protected time for  PWP  2026/27               36.7                     2.2  £36,000     £16,364
    learning
                             2027/28               40.0                     2.4  £36,000     £15,000
                             2028/29               40.0                     2.4  £36,000     £15,000
    Not chosen: A senior grade for PWPs.

    Training      intake        starts, WTE  of them own staff     fees  places used
    ────────────────────────────────────────────────────────────────────────────────
    PWP training  April 2026              6  6 AP               £30,000  6 of 10
                  October 2026            6  6 AP               £30,000  6 of 10
                  April 2027              6  6 AP               £30,000  6 of 10
                  October 2027            6  6 AP               £30,000  6 of 10
                  April 2028              6  6 AP               £30,000  6 of 10
                  October 2028            6  6 AP               £30,000  6 of 10

    Clinical hours used  2026/27  2027/28  2028/29  fullest period  when
    ──────────────────────────────────────────────────────────────────────────
    AP                      95 %     95 %     95 %            95 %  April 2026
    PWP                     95 %     95 %     95 %            95 %  April 2026
    HIT                     95 %     95 %     95 %            95 %  April 2026

    Supervision, last year  supervisees, WTE  supervisors, WTE  for each  allowed  h/year
    ─────────────────────────────────────────────────────────────────────────────────────
    Case management                     40.0              58.0      0.69     8.00   1,680

    A point of PWP turnover (25 % → 24 %) is worth about £41,152 a year, £123,456 over the horizon.
    A point of turnover is estimated as if parts of people could be hired and trained. To see a whole
      plan with fewer leavers, lower the role's leaving_per_year and solve again.

    Shared limits           year     used  limit  left
    ──────────────────────────────────────────────────
    HITs to be had (hires)  2026/27  12.0   12.0   0.0
                            2027/28  12.0   12.0   0.0
                            2028/29  12.0   12.0   0.0

    What binds (kept with nothing to spare)
      everyone whom the labour market gives is hired: HITs to be had (2026/27)
      every clinical hour is used: HIT (June to August 2026)

    Without APs: the same standards cost about £150,000 more over the horizon (+2.5 %; between £149,500
      and £150,500).

    Audit: 42 promises recomputed from the instance and the plan alone; all kept (largest error: 0 % of
      what is tolerated).
    Made with skillmix 0.1.0 and HiGHS 0.0.0.
    Invented data.
    "##);
}

#[test]
fn two_services_are_told_side_by_side_where_it_matters() {
    let (instance, answer) = sample::over_time(2, 12, 36);
    let text = render(&instance, &answer, false);
    let titles = [
        "Sample",
        "“75 %",
        "Services",
        "What to do",
        "Standards",
        "What binds",
    ];
    insta::assert_snapshot!(excerpt(&text, &titles), @r##"
    Sample
    2 services, April 2026 to March 2029, 36 months, 2025/26 prices

    “75 % start step 2 within 6 weeks” in North does not hold from October 2026, as asked: no plan keeps
      every hard standard. The plan that misses fewest people holds it from June 2027. Missed most in
      April 2026: 12 people too many waiting. In the way until then: hires of HITs (HITs to be had, 12 a
      year).

    Services            staff now,  on average,  in the end,  leavers a year,   spend over  £ a referral
                               WTE          WTE          WTE              WTE  the horizon
    ────────────────────────────────────────────────────────────────────────────────────────────────────
    North                    108.5        133.6        147.8             29.4  £17,700,000          £737
    Service 2 NHS            108.5        133.6        147.8             29.4  £17,700,000          £737
    Foundation Trust
    all services             217.0        267.2        295.5             58.9  £35,400,000          £737

    What to do in the next six months
      April 2026
        North: hire 2 AP; advertise for 2 PWP to join in July 2026; 1 PWP already hired joins; start 6
          AP on PWP training; buy in 30 h a week of Assessment
        Service 2 NHS Foundation Trust: hire 2 AP; advertise for 2 PWP to join in July 2026; 1 PWP
          already hired joins; start 6 AP on PWP training; buy in 30 h a week of Assessment
      May 2026
        North: begin Protected time for learning for 40 WTE of PWP
        Service 2 NHS Foundation Trust: begin Protected time for learning for 40 WTE of PWP
      June 2026
        North: no more Assessment bought in
        Service 2 NHS Foundation Trust: no more Assessment bought in
      July 2026
        North: 2 PWP newly hired join
        Service 2 NHS Foundation Trust: 2 PWP newly hired join
      August 2026
        North: advertise for 2 PWP to join in November 2026; make 0.5 WTE AP redundant
        Service 2 NHS Foundation Trust: advertise for 2 PWP to join in November 2026; make 0.5 WTE AP
          redundant
      September 2026: nothing new

    Standards           asked  from              holds from  as asked in     worst since  enforced
    ──────────────────────────────────────────────────────────────────────────────────────────────
    people who start    8,000  2026/27           2026/27     all 2        8,024 of 8,000  hard
    75 % start step 2  75.0 %  October 2026, by  June 2027   0 of 2               64.0 %  soft
    within 6 weeks             steps from July
                               2026

    Standards by year  year     asked  reached  reached in
    ──────────────────────────────────────────────────────
    people who start   2026/27  8,000    8,024  all 2
                       2027/28  8,000    8,024  all 2
                       2028/29  8,000    8,024  all 2

    What binds (kept with nothing to spare)
      everyone whom the labour market gives is hired: HITs to be had (2026/27)
      every clinical hour is used: HIT (part of the time, all 2 services)
    "##);
}
