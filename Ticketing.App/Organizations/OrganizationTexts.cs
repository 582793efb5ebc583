using System.Text.Json;
using Microsoft.Extensions.Localization;
using Ticketing.Core.Access;
using Ticketing.Core.Organizations;

namespace Ticketing.App.Organizations;

/// <summary>Sentences and names of the pages about organizations.</summary>
internal static class OrganizationTexts
{
    /// <summary>Times of organizations belong to no venue.</summary>
    public const string Zone = "Etc/UTC";

    public static string Describe(MemberRole role, IStringLocalizer<Texts> texts) => role switch
    {
        MemberRole.Owner => texts["Owner"],
        MemberRole.Manager => texts["Manager"],
        MemberRole.BoxOffice => texts["Box office"],
        MemberRole.CheckIn => texts["Check-in"],
        MemberRole.Analyst => texts["Analyst"],
    };

    /// <summary>What a role may do.</summary>
    public static string Explain(MemberRole role, IStringLocalizer<Texts> texts) => role switch
    {
        MemberRole.Owner => texts["everything: money, policies, webhooks and members"],
        MemberRole.Manager => texts["events, prices, waiting rooms, orders, refunds and figures"],
        MemberRole.BoxOffice => texts["finds orders, refunds and resends tickets"],
        MemberRole.CheckIn => texts["checks tickets at the door"],
        MemberRole.Analyst => texts["sees figures, no buyers"],
    };

    public static string Describe(OrganizationStatus status, IStringLocalizer<Texts> texts) => status switch
    {
        OrganizationStatus.Pending => texts["Waits for approval"],
        OrganizationStatus.Approved => texts["Approved"],
        OrganizationStatus.Suspended => texts["Suspended"],
    };

    /// <summary>An admin's reason as it was typed; the site's own in the reader's language.</summary>
    public static string DescribeReason(string reason, IStringLocalizer<Texts> texts) =>
        reason == Organization.NoOwnerReason ? texts["It has no owner any more."] : reason;

    public static string BadgeOf(OrganizationStatus status) => status switch
    {
        OrganizationStatus.Pending => "badge-warning",
        OrganizationStatus.Approved => "badge-success",
        OrganizationStatus.Suspended => "badge-danger",
    };

    public static string Describe(OrganizationPlan plan, IStringLocalizer<Texts> texts) => plan switch
    {
        OrganizationPlan.Free => texts["Free"],
        OrganizationPlan.Pro => texts["Pro"],
        OrganizationPlan.Enterprise => texts["Enterprise"],
    };

    public static string Describe(RefusedFounding refusal, IStringLocalizer<Texts> texts) => refusal.Reason switch
    {
        FoundingRefusal.AddressNotConfirmed => texts["Confirm your e-mail address first: we have sent you a link."],
        FoundingRefusal.Invalid => texts["Nothing was saved. Check the marked fields."],
        FoundingRefusal.LimitReached =>
            texts["Your subscription allows {0} organizations, and you own as many. Write to us if you need more.", refusal.LimitMax],
        FoundingRefusal.TooOften => TooOften(texts),
    };

    public static string Describe(TermsRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        TermsRefusal.NotFound => texts["There is no such page among the organizations that you are a member of."],
        TermsRefusal.OwnersOnly => texts["Only owners of the organization can do this."],
        TermsRefusal.Invalid => texts["Nothing was saved. Check the marked fields."],
        TermsRefusal.Changed => texts["The settings have changed since you opened them, and yours are not saved. The current settings:"],
        TermsRefusal.TooOften => TooOften(texts),
    };

    public static string Describe(MemberRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        MemberRefusal.NotFound => texts["This member or invitation does not exist any more."],
        MemberRefusal.NotAllowed => texts["Your role does not allow this. Ask an owner."],
        MemberRefusal.ProofNeeded => texts["Confirm that it is you, then try again."],
        MemberRefusal.LastOwner => texts["An organization needs at least one owner. Make another member an owner first."],
        MemberRefusal.EmailInvalid => texts["Enter an e-mail address like name@example.com."],
        MemberRefusal.AlreadyMember => texts["This address belongs to a member already."],
        MemberRefusal.AlreadyInvited => texts["This address is invited already. You can send the invitation again."],
        MemberRefusal.InvitationEnded => texts["The invitation has been accepted or revoked."],
        MemberRefusal.EventsInvalid => texts["Choose at least one event, at most {0}; owners see all events.", Member.EventsMax],
        MemberRefusal.TooMany => texts["An organization can have at most {0} members and open invitations.", MemberInvitation.PerOrganizationMax],
        MemberRefusal.TooManyMails => texts["There have been too many invitations within a day. Try again tomorrow."],
        MemberRefusal.TooOften => texts["You have invited or changed too much within a short time. Wait an hour and try again."],
    };

    public static string Describe(InvitationRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        InvitationRefusal.NotFound => texts["This invitation does not exist. Open the link in the newest mail, as it is."],
        InvitationRefusal.OtherAddress => texts["This invitation is for another e-mail address than that of your account."],
        InvitationRefusal.Expired => texts["This invitation has expired. Ask for a new one."],
        InvitationRefusal.Revoked => texts["This invitation has been revoked."],
        InvitationRefusal.Used => texts["This invitation has been accepted already."],
        InvitationRefusal.AlreadyMember => texts["You are a member of this organization already. Ask an owner if your role should change."],
    };

    public static string Describe(DecisionRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        DecisionRefusal.NotFound => texts["There is no such organization."],
        DecisionRefusal.ReasonNeeded => texts["Enter a reason of at most {0} characters: the owners read it.", Organization.ReasonLengthMax],
    };

    public static string Describe(SiteRolesRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        SiteRolesRefusal.NotFound => texts["There is no such account."],
        SiteRolesRefusal.ProofNeeded => texts["Confirm that it is you, then try again."],
        SiteRolesRefusal.LastAdmin => texts["The site needs at least one admin. Make another account an admin first."],
    };

    public static string Describe(FollowRefusal refusal, IStringLocalizer<Texts> texts) => refusal switch
    {
        FollowRefusal.NotFound => texts["There is no such organization."],
        FollowRefusal.SignInNeeded => texts["Sign in to follow"],
        FollowRefusal.TooMany => texts["You follow {0} organizers, more is not possible. Stop following one first.", Follower.PerAccountMax],
        FollowRefusal.TooOften => TooOften(texts),
    };

    private static string TooOften(IStringLocalizer<Texts> texts) =>
        texts["You have changed too much within a few minutes. Wait ten minutes and try again."];

    /// <summary>Name of a role at the site.</summary>
    public static string SiteRoleOf(string role, IStringLocalizer<Texts> texts) => role switch
    {
        Roles.Staff => texts["Staff"],
        Roles.Admin => texts["Admin"],
        _ => role,
    };

    /// <summary>Name of an audit action.</summary>
    public static string Act(string action, IStringLocalizer<Texts> texts) => action switch
    {
        "organization.founded" => texts["Founded"],
        "organization.changed" => texts["Settings changed"],
        "organization.approved" => texts["Approved"],
        "organization.suspended" => texts["Suspended"],
        "organization.plan-set" => texts["Plan set"],
        "member.invited" => texts["Member invited"],
        "member.joined" => texts["Member joined"],
        "member.role-changed" => texts["Role changed"],
        "member.ownership-transferred" => texts["Ownership transferred"],
        "member.removed" => texts["Member removed"],
        "member.left" => texts["Member left"],
        "invitation.resent" => texts["Invitation sent again"],
        "invitation.revoked" => texts["Invitation revoked"],
        "account.roles-set" => texts["Roles set"],
        "venue.added" => texts["Venue added"],
        "venue.changed" => texts["Venue changed"],
        "plan.created" => texts["Seating plan added"],
        "plan.renamed" => texts["Seating plan renamed"],
        "plan.version-saved" => texts["Version of a seating plan saved"],
        "plan.published" => texts["Seating plan published"],
        "plan.deleted" => texts["Seating plan deleted"],
        _ => action,
    };

    /// <summary>The actor of an audit entry.</summary>
    public static string ActorOf(string actor, IStringLocalizer<Texts> texts) =>
        actor == Core.Common.Actor.System.Name ? texts["automatically"] : actor;

    /// <summary>A value that an audit entry says it was changed to; null: none.</summary>
    public static string? ValueOf(string? after, string name)
    {
        if (after is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(after);
        return document.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
