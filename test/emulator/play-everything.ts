import type { Fixture } from './fixture.ts'

const repo = { owner: 'acme', repo: 'app' }

/** Uses every verb and every route once, so that every shape is seen. */
export async function playEverything(world: Fixture): Promise<void> {
  playConversations(world)
  playPulls(world)
  playSettings(world)
  playInstallation(world)
  await callIssues(world)
  await callCode(world)
  await callProtection(world)
  await callSecurityAndDeployments(world)
  await callRest(world)
}

function playConversations({ github }: Fixture): void {
  const alice = github.as('alice').in('acme/app')
  github.addRepository('acme/other', { collaborators: { alice: 'admin' } })
  const { number } = alice.openIssue({ title: '[EMERGENCY] down', labels: ['emergency'], assignees: ['bob'] })
  alice.editIssue(number, { title: 'down', body: '- [ ] call' })
  const { id } = github.as('carol').in('acme/app').comment(number, '- [ ] page people')
  alice.tick(id, 'page people')
  alice.untick(id, 'page people')
  alice.tickInIssue(number, 'call')
  alice.react(id, 'rocket')
  alice.editLabel('emergency', { name: 'incident', color: 'ff0000' })
  alice.unlabel(number, 'incident')
  alice.label(number, 'incident')
  alice.deleteLabel('incident')
  alice.unassign(number, 'bob')
  alice.lock(number, 'resolved')
  alice.unlock(number)
  alice.close(number)
  alice.reopen(number)
  alice.deleteComment(id)
  alice.transferIssue(alice.openIssue({ title: 'elsewhere' }).number, 'acme/other')
  alice.deleteIssue(alice.openIssue({ title: 'spam' }).number)
}

function playPulls({ github }: Fixture): void {
  const alice = github.as('alice').in('acme/app')
  const bob = github.as('bob').in('acme/app')
  bob.pushTo('release', { 'r.txt': '1' })
  const draft = bob.openPull({ title: 'Fix', head: 'hotfix/1', draft: true, files: { 'a.txt': 'a\n' } })
  bob.markReady(draft.number)
  bob.convertToDraft(draft.number)
  bob.markReady(draft.number)
  bob.editPull(draft.number, { title: 'Better', base: 'release' })
  bob.editPull(draft.number, { base: 'main' })
  bob.label(draft.number, 'hotfix')
  bob.requestReview(draft.number, 'alice')
  bob.pushTo('hotfix/1', { 'a.txt': 'b\n' })
  alice.dismissReview(alice.review(draft.number, 'APPROVED', 'fine').id)
  const run = alice.reportCheck({ name: 'ci', ref: 'hotfix/1', conclusion: 'success' })
  alice.rerequestCheck(run.id)
  alice.reportStatus({ context: 'old-ci', ref: 'hotfix/1', state: 'success' })
  bob.merge(draft.number)
  bob.deleteBranch('hotfix/1')
  github
    .as('mallory')
    .in('acme/app')
    .openPull({ title: 'Outside', head: 'patch', fork: true, files: { 'z.txt': 'z' } })
}

function playInstallation({ github }: Fixture): void {
  const [installation] = github.state.installations
  if (installation === undefined) return
  github.suspend(installation, 'olga')
  github.unsuspend(installation, 'olga')
  github.grant(installation, installation.permissions, 'olga')
  github.addOrganization('brief', {})
  github.uninstall(github.install('brief'), 'brief')
}

function playSettings({ github }: Fixture): void {
  const alice = github.as('alice').in('acme/other')
  const rules = [{ type: 'merge_queue' }, { type: 'required_linear_history' }]
  const ruleset = alice.createRuleset({
    name: 'queue',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~ALL'], exclude: ['refs/heads/gh-readonly-queue/**/*', 'refs/heads/q*'] } },
    rules,
  })
  const bypass = [{ actor_type: 'RepositoryRole', actor_id: 5 }]
  alice.editRuleset(ruleset.id, { name: 'renamed', bypass_actors: bypass, rules: [{ type: 'merge_queue' }] })
  const pull = alice.openPull({ title: 'Queued', head: 'q', files: { 'q.txt': 'q' } })
  alice.enqueue(pull.number)
  alice.disableRuleset(ruleset.id)
  alice.deleteRuleset(ruleset.id)
  const nothing = {
    required_status_checks: null,
    enforce_admins: null,
    required_pull_request_reviews: null,
    restrictions: null,
  }
  alice.setProtection('main', nothing)
  alice.setProtection('main', { ...nothing, lock_branch: true })
  alice.removeProtection('main')
  alice.renameDefaultBranch('trunk')
  alice.renameRepository('renamed')
  const renamed = github.as('alice').in('acme/renamed')
  renamed.archive()
  renamed.archive(false)
}

async function callIssues({ client }: Fixture): Promise<void> {
  const { data: issue } = await client.issues.create({
    ...repo,
    title: 'By App',
    labels: ['postmortem'],
    assignees: ['bob'],
  })
  const target = { ...repo, issue_number: issue.number }
  await client.issues.get(target)
  await client.issues.update({ ...target, state: 'closed', state_reason: 'not_planned' })
  await client.issues.listForRepo({ ...repo, state: 'all' })
  await client.issues.addAssignees({ ...target, assignees: ['alice'] })
  await client.issues.addLabels({ ...target, labels: ['a', 'b'] })
  await client.issues.listLabelsOnIssue(target)
  await client.issues.removeLabel({ ...target, name: 'a' })
  await client.issues.getLabel({ ...repo, name: 'b' })
  await client.issues.updateLabel({ ...repo, name: 'b', new_name: 'c', description: 'text' })
  await client.issues.listLabelsForRepo(repo)
  const { data: comment } = await client.issues.createComment({ ...target, body: 'hello' })
  const one = { ...repo, comment_id: comment.id }
  await client.issues.getComment(one)
  await client.issues.updateComment({ ...one, body: 'hello again' })
  await client.issues.listComments(target)
  await client.reactions.createForIssueComment({ ...one, content: 'eyes' })
  await client.reactions.listForIssueComment(one)
  await client.issues.deleteComment(one)
  await client.issues.lock(target)
  await client.issues.unlock(target)
}

async function callCode({ client, github }: Fixture): Promise<void> {
  const outside = { ...repo, pull_number: github.repository('acme/app').nextNumber - 2 }
  await client.pulls.get(outside)
  await client.pulls.list({ ...repo, state: 'all' })
  await client.pulls.listFiles(outside)
  await client.pulls.listCommits(outside)
  await client.pulls.update({ ...outside, title: 'Other words' })
  const { data: made } = await client.pulls.create({ ...repo, title: 'Mine', head: 'release', base: 'main' })
  await client.pulls.listReviews({ ...repo, pull_number: made.number })
  const merged = await client.pulls.merge({ ...repo, pull_number: made.number, merge_method: 'squash' })
  await client.repos.getCommit({ ...repo, ref: merged.data.sha })
  await client.repos.listCommits(repo)
  await client.repos.compareCommitsWithBasehead({ ...repo, basehead: 'main...release' })
  await client.repos.listPullRequestsAssociatedWithCommit({ ...repo, commit_sha: merged.data.sha })
  await client.repos.listBranches(repo)
  await client.repos.getBranch({ ...repo, branch: 'main' })
  await client.git.getRef({ ...repo, ref: 'heads/main' })
  await client.repos.getContent({ ...repo, path: 'README.md' })
  const actions = [{ label: 'Again', description: 'Judge again', identifier: 'again' }]
  const { data: run } = await client.checks.create({ ...repo, name: 'x', head_sha: merged.data.sha, actions })
  github.as('bob').in('acme/app').pressCheckButton(run.id, 'again')
  github.as('bob').in('acme/app').rerequestCheck(run.id)
  await client.checks.update({
    ...repo,
    check_run_id: run.id,
    conclusion: 'failure',
    output: { title: 't', summary: 's' },
  })
  await client.checks.get({ ...repo, check_run_id: run.id })
  await client.checks.listForRef({ ...repo, ref: 'main' })
  await client.repos.createCommitStatus({ ...repo, sha: merged.data.sha, state: 'pending', context: 'x' })
  await client.repos.getCombinedStatusForRef({ ...repo, ref: 'main' })
}

async function callProtection({ client, github }: Fixture): Promise<void> {
  github.addTeam('acme', 'ops', ['alice'])
  const branch = { ...repo, branch: 'main' }
  const people = { users: ['alice'], teams: ['ops'], apps: ['firebreak'] }
  // The client's types still demand the deprecated `contexts`, which GitHub refuses beside `checks`.
  await client.request('PUT /repos/acme/app/branches/main/protection', {
    enforce_admins: true,
    required_status_checks: { strict: true, checks: [{ context: 'ci', app_id: -1 }] },
    required_pull_request_reviews: {
      required_approving_review_count: 2,
      dismissal_restrictions: people,
      bypass_pull_request_allowances: people,
    },
    restrictions: people,
  })
  await client.repos.getBranchProtection(branch)
  await client.repos.createCommitSignatureProtection(branch)
  await client.repos.getCommitSignatureProtection(branch)
  await client.repos.deleteCommitSignatureProtection(branch)
  await client.repos.getAdminBranchProtection(branch)
  await client.repos.deleteAdminBranchProtection(branch)
  await client.repos.setAdminBranchProtection(branch)
  await client.repos.getStatusChecksProtection(branch)
  await client.repos.getBranch(branch)
  await client.repos.deleteBranchProtection(branch)
  const { data: ruleset } = await client.repos.createRepoRuleset({
    ...repo,
    name: 'freeze',
    enforcement: 'active',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    bypass_actors: [{ actor_type: 'RepositoryRole', actor_id: 5, bypass_mode: 'pull_request' }],
    rules: [
      {
        type: 'required_status_checks',
        parameters: {
          required_status_checks: [{ context: 'freeze', integration_id: 4242 }],
          strict_required_status_checks_policy: false,
        },
      },
      { type: 'non_fast_forward' },
    ],
  })
  const one = { ...repo, ruleset_id: ruleset.id }
  await client.repos.getRepoRulesets(repo)
  await client.repos.getRepoRuleset(one)
  await client.repos.updateRepoRuleset({ ...one, name: 'freeze 2' })
  await client.repos.getBranchRules(branch)
  await client.repos.deleteRepoRuleset(one)
}

async function callSecurityAndDeployments({ client, github }: Fixture): Promise<void> {
  const alice = github.as('alice').in('acme/app')
  const { id } = alice.deploy({ environment: 'production' })
  alice.deploymentStatus(id, 'success', { url: 'https://ci.example.org/1' })
  await client.repos.listDeployments(repo)
  await client.repos.listDeploymentStatuses({ ...repo, deployment_id: id })
  const { data: advisory } = await client.request('POST /repos/{owner}/{repo}/security-advisories', {
    ...{ ...repo, summary: 'A flaw', description: 'In the door.', severity: 'high' },
    vulnerabilities: [{ package: { ecosystem: 'npm', name: 'door' }, patched_versions: '1.2' }],
    cwe_ids: ['CWE-79'],
  })
  alice.publishAdvisory(advisory.ghsa_id)
  alice.draftAdvisory({ summary: 'Another', description: 'Too.', cve_id: 'CVE-2026-0001' })
  alice.reportVulnerability({ summary: 'A third', description: 'As well.', cvss_vector_string: 'CVSS:3.1/AV:N' })
  await client.securityAdvisories.listRepositoryAdvisories(repo)
  await client.securityAdvisories.getRepositoryAdvisory({ ...repo, ghsa_id: advisory.ghsa_id })
  await client.interactions.getRestrictionsForRepo(repo)
  await client.interactions.setRestrictionsForRepo({ ...repo, limit: 'existing_users', expiry: 'three_days' })
  await client.interactions.getRestrictionsForRepo(repo)
  await client.interactions.removeRestrictionsForRepo(repo)
}

async function callGitData({ client, github }: Pick<Fixture, 'client' | 'github'>): Promise<void> {
  const sha = github.repository('acme/app').branches.main ?? ''
  const { data: below } = await client.git.getCommit({ ...repo, commit_sha: sha })
  const tree = [{ path: 'made.txt', mode: '100644', type: 'blob', content: 'by hand' }] as const
  const { data: made } = await client.git.createTree({ ...repo, base_tree: below.tree.sha, tree: [...tree] })
  const { data: commit } = await client.git.createCommit({ ...repo, message: 'm', tree: made.sha, parents: [sha] })
  await client.git.createRef({ ...repo, ref: 'refs/heads/made/by-hand', sha: commit.sha })
  await client.git.listMatchingRefs({ ...repo, ref: 'heads/made' })
}

async function callRest({ client, appClient, github }: Fixture): Promise<void> {
  await client.repos.get(repo)
  await client.repos.getCollaboratorPermissionLevel({ ...repo, username: 'dave' })
  await client.users.getByUsername({ username: 'alice' })
  await client.teams.getByName({ org: 'acme', team_slug: 'ops' })
  await client.teams.listMembersInOrg({ org: 'acme', team_slug: 'ops' })
  await client.teams.getMembershipForUserInOrg({ org: 'acme', team_slug: 'ops', username: 'alice' })
  await client.repos.listCollaborators({ ...repo, permission: 'admin' })
  await client.git.getTree({ ...repo, tree_sha: 'main', recursive: 'true' })
  await callGitData({ client, github })
  await client.repos.listTeams(repo)
  await client.teams.list({ org: 'acme' })
  const [team] = github.state.teams
  for (const one of github.state.repositories) one.teamRoles[team?.slug ?? ''] = 'write'
  await client.teams.checkPermissionsForRepoInOrg({ org: 'acme', team_slug: team?.slug ?? '', ...repo })
  await appClient.apps.getWebhookConfigForApp()
  await client.rateLimit.get()
  await client.meta.get()
  await client.apps.listReposAccessibleToInstallation()
  await appClient.apps.getAuthenticated()
  await appClient.apps.listInstallations()
  await appClient.apps.getRepoInstallation(repo)
  await github.settle()
  const { data: deliveries } = await appClient.apps.listWebhookDeliveries()
  await appClient.apps.redeliverWebhookDelivery({ delivery_id: deliveries[0]?.id ?? 0 })
}
