"""The command line: `kaohe` with the operations of every door. Each command is imported only when it is called."""

import importlib.util

from cyclopts import App

app = App(name="kaohe", help="Government performance appraisal on an event log.")

rulebook = App(name="rulebook", help="Draft, check, approve and publish rulebooks.")
scheme = App(name="scheme", help="Draft, check, approve and publish schemes.")
for noun, module in ((rulebook, "rulebooks"), (scheme, "schemes")):
    for name, attribute, says in (
        ("draft", "draft", "Write the draft of the next version, or change it."),
        ("check", "check", "Say everything that is wrong with a file, or with a draft."),
        ("consult", "consult", "Lay the checked draft open for comments."),
        ("comment", "comment", "Comment on a draft in consultation."),
        ("close-consultation", "close_consultation", "End the consultation, and respond to what came in."),
        ("waive-consultation", "waive_consultation", "Do without a consultation, for a reason."),
        ("approve", "approve", "Approve exactly this draft, as a member of the committee."),
        ("return", "return_", "Return the draft, as a member of the committee."),
        ("publish", "publish", "Put the approved draft into force."),
        ("retire", "retire", "Take the version in force out of it."),
        ("show", "show", "Show the versions, and how far the draft has come."),
        ("compare", "compare", "Show what one version changed of another."),
        ("history", "history", "Show what happened, who did it, and what it changed."),
    ):
        noun.command(f"api.cli.{module}:{attribute}", name=name, help=says)
rulebook.command("api.cli.rulebooks:goals", name="goals", help="Show how its goals come down to those who hold them.")
rulebook.command("api.cli.workbooks:export", name="export", help="Write a rulebook or scheme as a workbook.")
rulebook.command("api.cli.workbooks:read", name="read", help="Print the rulebook or scheme in a workbook as YAML.")
rulebook.command("api.cli.workbooks:schema", name="schema", help="Print the JSON Schema of rulebooks or schemes.")
rulebook.command("api.cli.shipped:shipped", name="shipped", help="List the rulebooks that come along, or print one.")

directory = App(name="directory", help="Publish who is who.")
directory.command("api.cli.directories:publish", name="publish", help="Add units and people, or move them.")
directory.command("api.cli.directories:show", name="show", help="Show units, posts, certificates and substitutes.")
directory.command("api.cli.mandates:certify", name="certify", help="Certify somebody for a role after a training.")
directory.command("api.cli.mandates:substitute", name="substitute", help="Let somebody stand in for who is away.")
directory.command("api.cli.mandates:delegate", name="delegate", help="Hand on roles of the own post for a time.")
directory.command("api.cli.mandates:end_substitution", name="end-substitution", help="End either before its time.")
directory.command("api.cli.mandates:declare_interest", name="declare-interest", help="Declare an interest in a unit.")
directory.command("api.cli.mandates:end_interest", name="end-interest", help="State that an interest is over.")

weights = App(name="weights", help="Propose weights of indicators, and adopt a proposal.")
weights.command("api.cli.weights:ahp", name="ahp", help="Propose weights from pairwise comparisons.")
weights.command("api.cli.weights:entropy", name="entropy", help="Propose weights from the values of appraisees.")
weights.command("api.cli.weights:adopt", name="adopt", help="Print a document with the weights proposed.")

cycle = App(name="cycle", help="Launch, watch and steer cycles.")
cycle.command("api.cli.cycles:launch", name="launch", help="Launch a cycle of a rulebook, or of a scheme.")
cycle.command("api.cli.cycles:status", name="status", help="Show how far a cycle has come, or list all.")
cycle.command("api.cli.linked:linked", name="linked", help="Show the cycles and appraisals linked to a cycle.")
cycle.command("api.cli.cycles:draw", name="draw", help="Show the draw of the values to verify, and make it again.")
cycle.command("api.cli.cycles:pause", name="pause", help="Pause a cycle, with a rule for its clocks.")
cycle.command("api.cli.cycles:resume", name="resume", help="Let clocks and submissions go on.")
cycle.command("api.cli.cycles:extend", name="extend", help="Give a step, and all behind it, more time.")
cycle.command("api.cli.cycles:bring_forward", name="bring-forward", help="Let a step fall due and end earlier.")
cycle.command("api.cli.belonging:join", name="join", help="Take another appraisee into a running cycle.")
cycle.command("api.cli.belonging:leave", name="leave", help="Take an appraisee out of a running cycle.")
cycle.command("api.cli.belonging:merge", name="merge", help="Let units that became one be appraised as one.")
cycle.command("api.cli.cycles:cancel", name="cancel", help="End a cycle without results.")
cycle.command("api.cli.rankings:rank", name="rank", help="Rank the approved results under the quotas.")
cycle.command("api.cli.rankings:approve_quota", name="approve-quota", help="Approve the higher cap of a quota.")
cycle.command("api.cli.rankings:standings", name="standings", help="Show where everybody stands.")
cycle.command("api.cli.recomputing:recompute", name="recompute", help="Compute every result again and compare.")

appraisal = App(name="appraisal", help="Steer one appraisal.")
appraisal.command("api.cli.steering:replace_rater", name="replace-rater", help="Ask another leader to rate the unit.")
appraisal.command("api.cli.steering:reopen", name="reopen", help="Propose that a step that has ended begins again.")

record = App(name="record", help="Attest results of earlier years, and show them.")
record.command("api.cli.records:bring_in", name="import", help="Attest results of earlier years from a table.")
record.command("api.cli.records:evaluate", name="evaluate", help="Attest the evaluation of a project or a policy.")
record.command("api.cli.records:show", name="show", help="Show the attested results of earlier years.")

task = App(name="task", help="See and do what is asked of you.")
task.command("api.cli.tasks:listed", name="list", help="List open tasks, the first due first.")
task.command("api.cli.tasks:show", name="show", help="Show a task with every way to act on it.")
task.command("api.cli.bulk:bulk", name="bulk", help="Act alike on many tasks, after a preview.")
task.command("api.cli.tasks:complete", name="complete", help="Act on a task.")

notice = App(name="notice", help="See what is on public notice, and object to it.")
notice.command("api.cli.notices:listed", name="list", help="List the results on public notice.")
notice.command("api.cli.notices:show", name="show", help="Show the public notice of a result.")
notice.command("api.cli.notices:object_", name="object", help="Object to a result on public notice.")

goals = App(name="goals", help="See goals, and comment on them.")
goals.command("api.cli.goals:show", name="show", help="Show the goals of an appraisee.")
goals.command("api.cli.goals:comment", name="comment", help="Comment on audited goals.")

draft = App(name="draft", help="See drafts of the own unit's papers.")
draft.command("api.cli.drafts:show", name="show", help="Show the last draft of a paper.")

case = App(name="case", help="Carry out notices, reviews, changes of goals and the like, act by act.")
case.command("api.cli.cases:open_", name="open", help="Open a case by doing the first act of its procedure.")
case.command("api.cli.cases:act", name="act", help="Do an act of a case.")
case.command("api.cli.cases:return_", name="return", help="Send the matter back to an earlier act.")
case.command("api.cli.cases:withdraw", name="withdraw", help="Take back what was asked for.")
case.command("api.cli.cases:show", name="show", help="Show a case with every act so far.")
case.command("api.cli.cases:listed", name="list", help="List cases, the latest first.")
case.command("api.cli.cases:offered", name="offered", help="Show the help that is offered on the values so far.")

use = App(name="use", help="Propose and decide what results are used for.")
use.command("api.cli.uses:listed", name="list", help="List proposed uses, and what was decided.")
use.command("api.cli.uses:propose", name="propose", help="Propose uses of ranked results by the rulebook.")
use.command("api.cli.uses:decide", name="decide", help="Adopt, decline or defer proposed uses.")
use.command("api.cli.uses:answer", name="answer", help="Record what came of a referral for accountability.")

meeting = App(name="meeting", help="Convene and hold meetings, and see how they stand.")
meeting.command("api.cli.meetings:convene", name="convene", help="Give the members notice of a meeting.")
meeting.command("api.cli.meetings:open_", name="open", help="Open a meeting with a quorum present.")
meeting.command("api.cli.meetings:recuse", name="recuse", help="Take no part in an item, for a ground.")
meeting.command("api.cli.meetings:move", name="move", help="Move a motion on an item.")
meeting.command("api.cli.meetings:vote", name="vote", help="Vote on a motion.")
meeting.command("api.cli.meetings:conclude", name="conclude", help="Write down what is concluded on an item.")
meeting.command("api.cli.meetings:close", name="close", help="Close a meeting with its minutes.")
meeting.command("api.cli.meetings:show", name="show", help="Show agenda, motions, votes and quotas.")
meeting.command("api.cli.meetings:listed", name="list", help="List meetings, the latest first.")

panel = App(name="panel", help="Seat the panels whose members score in person.")
panel.command("api.cli.panels:replace", name="replace", help="Seat somebody on a panel.")

fact = App(name="fact", help="Record what is known about an appraisee besides its report.")
fact.command("api.cli.facts:record", name="record", help="Record facts, all in a file or none.")

for subject in (
    *(rulebook, scheme, directory, weights, cycle, task, case, goals, draft),
    *(panel, notice, use, meeting, fact, record, appraisal),
):
    app.command(subject)
app.command("api.cli.history:history", name="history", help="Show what happened to a cycle, an appraisal or a score.")
app.command("api.cli.scoring:score", name="score", help="Show a result, or score a table of values by a rulebook.")
app.command("api.cli.rehearsal:rehearse", name="rehearse", help="Go through a regulation before anybody lives by it.")
if importlib.util.find_spec("api.cli.importing"):
    app.command("api.cli.importing:bring_in", name="import", help="Bring in data published elsewhere as a cycle.")
