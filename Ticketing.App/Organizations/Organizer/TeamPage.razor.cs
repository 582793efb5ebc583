using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.App.Access;
using Ticketing.App.BackOffice;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Catalog;
using Ticketing.Infrastructure.Organizations.Team;
using Ticketing.Infrastructure.Publishing;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.App.Organizations.Organizer;

/// <summary>
/// The members of an organization and their invitations. All members see it; the handlers decide at every action who may change what, because
/// a circuit outlives a membership.
/// </summary>
public sealed partial class TeamPage(
    TeamReader reader, OrganizationEvents events, EventDrafts drafts, ManageMembersHandler members, InvitationsHandler invitations, PresenceProof proof, Desk desk,
    NavigationManager navigation) : OrganizerPage
{
    private TeamView? _team;
    private MemberRole _role = MemberRole.BoxOffice;
    private string _email = "";
    private string? _emailFault;
    private IReadOnlyList<EventChoice> _choices = [];
    private IReadOnlyList<EventId>? _events;
    private string? _eventsFault;
    private TeamMember? _edited;
    private IReadOnlyList<EventId>? _editedEvents;
    private string? _editedFault;
    private string? _error;
    private bool _isBusy;

    // Raised after each command, so that a refused choice of a role does not stay selected.
    private int _attempt;

    private string Page => AppUrls.OrganizerTeam(Slug);

    /// <summary>The roles that the caller may give.</summary>
    private IReadOnlyList<MemberRole> Assignable =>
        Own is null ? [] : [.. Enum.GetValues<MemberRole>().Where(role => Caller.Manages(Own.Id, role))];

    protected override async Task LoadAsync()
    {
        _team = await reader.FindAsync(Own!.Id, Caller, Lifetime);
        _choices = Assignable.Count > 0 ? await ReadChoicesAsync() : [];
    }

    // Published events, and drafts that may become some.
    private async Task<IReadOnlyList<EventChoice>> ReadChoicesAsync()
    {
        var published = await events.ChoicesAsync(Own!.Id, Caller, Lifetime);
        var known = published.Select(choice => choice.Id).ToHashSet();
        List<EventChoice> prepared = [];
        string? after = null;
        do
        {
            var page = await drafts.ListAsync(Own.Id, Caller, after, Lifetime);
            prepared.AddRange(page.Rows.Where(row => !known.Contains(row.Id)).Select(row => new EventChoice(row.Id, row.Title)));
            after = page.Next;
        }
        while (after is not null && prepared.Count < Member.EventsMax);
        return [.. published, .. prepared];
    }

    private string EventsText(IReadOnlyList<EventId>? limit) => limit is null
        ? L["all events"]
        : string.Join(", ", limit.Select(id => _choices.FirstOrDefault(choice => choice.Id == id)?.Title ?? L["a deleted draft"].Value)
            .Select(title => title.Length > 0 ? title : L["Untitled event"].Value));

    private void EditEvents(TeamMember member) => (_edited, _editedEvents, _editedFault) = (member, member.Events, null);

    private async Task SaveEventsAsync()
    {
        if (_edited is not { } member)
        {
            return;
        }

        _editedFault = null;
        var chosen = _editedEvents;
        var refusal = await RunAsync(
            caller => members.HandleAsync(new ChangeMemberEvents(Own!.Id, member.User, chosen, caller), Lifetime),
            L["The events of {0} are saved.", member.Name]);
        if (refusal is MemberRefusal.EventsInvalid)
        {
            (_editedFault, _error) = (_error, null);
        }
        else if (refusal is null)
        {
            _edited = null;
        }
    }

    private bool IsSelf(TeamMember member) => member.User == Caller.User;

    private async Task InviteAsync()
    {
        var email = _email;
        (_emailFault, _eventsFault) = (null, null);
        var refusal = await RunAsync(
            caller => invitations.HandleAsync(
                new InviteMember(Own!.Id, email, _role, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, caller)
                {
                    Events = _role == MemberRole.Owner ? null : _events,
                },
                Lifetime),
            L["The invitation is on its way to {0}.", email.Trim()]);
        if (refusal is MemberRefusal.EmailInvalid)
        {
            (_emailFault, _error) = (_error, null);
        }
        else if (refusal is MemberRefusal.EventsInvalid)
        {
            (_eventsFault, _error) = (_error, null);
        }
        else if (refusal is null)
        {
            (_email, _events) = ("", null);
        }
    }

    private async Task ResendAsync(OpenInvitation invitation) => await RunAsync(
        caller => invitations.HandleAsync(
            new ResendInvitation(Own!.Id, invitation.Id, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, caller), Lifetime),
        L["The invitation is on its way to {0}.", invitation.Email], needsProof: false);

    private async Task RevokeAsync(OpenInvitation invitation)
    {
        if (await desk.ConfirmAsync(L["Revoke the invitation to {0}? Its link stops working.", invitation.Email], L["Revoke"]))
        {
            await RunAsync(
                caller => invitations.HandleAsync(new RevokeInvitation(Own!.Id, invitation.Id, caller), Lifetime),
                L["The invitation is revoked."], needsProof: false);
        }
    }

    private async Task ChangeRoleAsync(TeamMember member, string? word)
    {
        if (!EnumWords.TryFromWord<MemberRole>(word ?? "", out var role))
        {
            return;
        }

        var (name, described) = (member.Name, OrganizationTexts.Describe(role, L));
        var question = L["Make {0} {1}: {2}?", name, described, OrganizationTexts.Explain(role, L)];
        if (await desk.ConfirmAsync(question, L["Change the role"]))
        {
            await RunAsync(
                caller => members.HandleAsync(new ChangeMemberRole(Own!.Id, member.User, role, caller), Lifetime),
                L["{0} is now {1}.", name, described]);
        }

        _attempt++;
    }

    private async Task RemoveAsync(TeamMember member)
    {
        if (await desk.ConfirmAsync(L["Remove {0} from the organization? What they have open ends at once.", member.Name], L["Remove"]))
        {
            await RunAsync(
                caller => members.HandleAsync(new RemoveMember(Own!.Id, member.User, caller), Lifetime), L["{0} is removed.", member.Name]);
        }
    }

    private async Task TransferAsync(TeamMember member)
    {
        if (await desk.ConfirmAsync(L["Make {0} owner? You become a manager, and cannot take it back yourself.", member.Name], L["Transfer ownership"]))
        {
            await RunAsync(
                caller => members.HandleAsync(new TransferOwnership(Own!.Id, member.User, caller), Lifetime), L["{0} is now owner.", member.Name]);
        }
    }

    private async Task LeaveAsync()
    {
        if (await desk.ConfirmAsync(L["Leave {0}? To return you need a new invitation.", Own!.Name], L["Leave"])
            && await RunAsync(
                caller => members.HandleAsync(new LeaveOrganization(Own!.Id, caller), Lifetime), L["You have left the organization."],
                needsProof: false) is null)
        {
            navigation.NavigateTo(AppUrls.Organizer);
        }
    }

    /// <returns>Null: done. <see cref="MemberRefusal.ProofNeeded"/> without an error: on the way to the page that asks for a proof.</returns>
    private async Task<MemberRefusal?> RunAsync<TResult>(
        Func<Caller, Task<Outcome<TResult, MemberRefusal>>> run, string done, bool needsProof = true)
    {
        (_isBusy, _error) = (true, null);
        var caller = await ReadCallerAsync();
        if (needsProof && !proof.IsGiven(caller, Page))
        {
            _isBusy = false;
            return MemberRefusal.ProofNeeded;
        }

        var outcome = await run(caller);
        MemberRefusal? refusal = outcome.Succeeded ? null : outcome.Refusal;
        if (refusal is { } reason)
        {
            _error = OrganizationTexts.Describe(reason, L);
        }
        else
        {
            desk.Notify(done);
        }

        await ReloadAsync();
        _isBusy = false;
        return refusal;
    }
}
