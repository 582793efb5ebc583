using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Ticketing.Core.Access;
using Ticketing.Infrastructure.Access;

namespace Ticketing.App.Access;

/// <summary>
/// Authorization policies by part of the site. Who may open a part is a question that <see cref="Caller"/> answers, from the database: roles
/// and memberships change while a session lasts. Handlers restrict the data to the caller's organizations.
/// </summary>
public static class AccessPolicies
{
    /// <summary>Orders and refunds: staff, members who serve buyers, admins.</summary>
    public const string BackOffice = "back-office";

    /// <summary>The control room of the waiting rooms: members who run sales of an organization, of all or some events; admins.</summary>
    public const string ControlRoom = "control-room";

    /// <summary>Webhooks, which are sent what happens at all events: members who run all sales of an organization, admins.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>Pages that concern the whole site: admins only.</summary>
    public const string Admins = "admins";

    /// <summary>Who has a page of the back office: staff, members of an organization, admins.</summary>
    public const string Workers = "workers";

    /// <summary>The organizers' pages: any account, as everyone may found an organization; a page decides by the membership.</summary>
    public const string Organizer = "organizer";

    internal static void AddTo(AuthorizationOptions options)
    {
        Add(BackOffice, caller => caller.IsBackOffice);
        Add(ControlRoom, caller => caller.RunsAny);
        Add(Webhooks, caller => caller.RunsAnyWhole);
        Add(Admins, caller => caller.IsAdmin);
        Add(Workers, caller => caller.WorksHere);
        options.AddPolicy(Organizer, policy => policy.RequireAuthenticatedUser());

        void Add(string name, Func<Caller, bool> holds) =>
            options.AddPolicy(name, policy => policy.RequireAuthenticatedUser().AddRequirements(new CallerRequirement(holds)));
    }
}

/// <summary>A question about the caller.</summary>
internal sealed record CallerRequirement(Func<Caller, bool> Holds) : IAuthorizationRequirement;

/// <summary>
/// Answers <see cref="CallerRequirement"/>s. A page asks several times while it is rendered, also at once: one reading answers for a moment.
/// </summary>
internal sealed class CallerAuthorization(CurrentActor actor, TimeProvider time) : AuthorizationHandler<CallerRequirement>
{
    private static readonly TimeSpan KnownTime = TimeSpan.FromSeconds(1);

    private Known? _known;

    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, CallerRequirement requirement)
    {
        var known = _known;
        if (known is null || !ReferenceEquals(known.Principal, context.User) || known.Reading.IsFaulted || time.GetUtcNow() - known.At > KnownTime)
        {
            _known = known = new Known(context.User, actor.ReadAsync(context.User, CancellationToken.None).AsTask(), time.GetUtcNow());
        }

        if (requirement.Holds(await known.Reading))
        {
            context.Succeed(requirement);
        }
    }

    private sealed record Known(ClaimsPrincipal Principal, Task<Caller> Reading, DateTimeOffset At);
}
