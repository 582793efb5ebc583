using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Shared;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Infrastructure.Organizations.Team;
using EventId = Ticketing.Core.Common.EventId;

namespace Ticketing.App.Organizations.Api;

/// <summary>An account's organizations and their members over the API. Who may do what is decided by the handlers.</summary>
internal static class OrganizationsEndpoints
{
    public static void MapOrganizationsApi(this WebApplication app)
    {
        var organizations = app.MapGroup(AppUrls.ApiOrganizations).WithTags("Organizers").RequireAuthorization();
        organizations.MapGet("", ListAsync).WithName("GetOrganizations").WithSummary("The account's organizations with its role in each");
        organizations.MapGet("{id:guid}/members", MembersAsync).WithName("GetMembers").WithSummary("An organization's members");
        organizations.MapPost("{id:guid}/invitations", InviteAsync).WithName("InviteMember")
            .WithSummary("Invite a member by e-mail (owners; managers for roles below theirs)");
        organizations.MapDelete("{id:guid}/invitations/{invitation:guid}", RevokeAsync).WithName("RevokeInvitation")
            .WithSummary("End an invitation's link; repeated calls have the same answer");
    }

    private static async Task<Ok<OrganizationsAnswer>> ListAsync(HttpContext context, OwnOrganizations organizations, CurrentActor actor)
    {
        var own = await organizations.ListAsync(await actor.ReadAsync(context.RequestAborted), context.RequestAborted);
        return TypedResults.Ok(new OrganizationsAnswer([.. own.Select(OrganizationAnswer.Of)], null));
    }

    /// <param name="id">The organization.</param>
    private static async Task<Results<Ok<MembersAnswer>, ProblemHttpResult>> MembersAsync(
        Guid id, HttpContext context, TeamReader reader, CurrentActor actor) =>
        await reader.FindAsync(new OrganizationId(id), await actor.ReadAsync(context.RequestAborted), context.RequestAborted) is { } team
            ? TypedResults.Ok(new MembersAnswer([.. team.Members.Select(MemberAnswer.Of)], null))
            : OrganizationProblems.Of(MemberRefusal.NotFound);

    /// <param name="id">The organization.</param>
    private static async Task<Results<Created<InvitationAnswer>, ProblemHttpResult>> InviteAsync(
        Guid id, InvitationRequest body, HttpContext context, InvitationsHandler handler, CurrentActor actor)
    {
        var command = new InviteMember(
            new OrganizationId(id), body.Email, body.Role, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
            await actor.ReadAsync(context.RequestAborted))
        {
            Events = body.Events is { } events ? [.. events.Select(each => new EventId(each))] : null,
        };
        var invited = await handler.HandleAsync(command, context.RequestAborted);
        return invited.Succeeded
            ? TypedResults.Created(AppUrls.ApiInvitation(id, invited.Value), new InvitationAnswer(invited.Value))
            : OrganizationProblems.Of(invited.Refusal);
    }

    /// <param name="id">The organization.</param>
    /// <param name="invitation">The invitation.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        Guid id, Guid invitation, HttpContext context, InvitationsHandler handler, CurrentActor actor)
    {
        var command = new RevokeInvitation(new OrganizationId(id), invitation, await actor.ReadAsync(context.RequestAborted));
        var revoked = await handler.HandleAsync(command, context.RequestAborted);
        return revoked.Succeeded ? TypedResults.NoContent() : OrganizationProblems.Of(revoked.Refusal);
    }
}
