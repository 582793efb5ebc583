using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Limits;

namespace Ticketing.Infrastructure.Organizations.Team;

/// <summary>
/// Changes and ends memberships. An organization keeps an owner: each command first locks the rows of the owners, in key order, and reads the
/// caller's own role again under that lock (<see cref="Memberships.LockOwnersAsync"/>).
/// </summary>
public sealed class ManageMembersHandler(
    IDbContextFactory<TicketingDbContext> contexts, RecentProof proof, CommandCounter limits, TimeProvider time)
{
    /// <returns>The member's role.</returns>
    public Task<Outcome<MemberRole, MemberRefusal>> HandleAsync(ChangeMemberRole command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return RunAsync(command.Organization, command.Member, command.Caller, (unit, member) =>
        {
            if (unit.RefusalFor(member.Role, command.Role) is { } refusal)
            {
                return refusal;
            }

            if (member.Role != command.Role)
            {
                unit.Log("member.role-changed", member, member.Role, command.Role);
                member.Role = command.Role;
                DropLimitOfOwner(member);
            }

            return member.Role;
        }, cancellationToken);
    }

    /// <returns>The member's role.</returns>
    public async Task<Outcome<MemberRole, MemberRefusal>> HandleAsync(ChangeMemberEvents command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        var events = TeamEvents.Chosen(command.Events);
        if (events is not null && command.Caller.Manages(command.Organization, MemberRole.BoxOffice))
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await db.AreOfAsync(command.Organization, events, cancellationToken))
            {
                return MemberRefusal.EventsInvalid;
            }
        }

        return await RunAsync(command.Organization, command.Member, command.Caller, (unit, member) =>
        {
            if (unit.RefusalFor(member.Role, member.Role) is { } refusal)
            {
                return refusal;
            }

            if (TeamEvents.AreFaulty(member.Role, events))
            {
                return MemberRefusal.EventsInvalid;
            }

            if (!IsSame(member.EventIds, events))
            {
                unit.LogEvents(member, events);
                member.EventIds = events;
            }

            return member.Role;
        }, cancellationToken);
    }

    /// <returns>The role that the member had.</returns>
    public Task<Outcome<MemberRole, MemberRefusal>> HandleAsync(RemoveMember command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return RunAsync(command.Organization, command.Member, command.Caller, (unit, member) =>
        {
            if (unit.RefusalFor(member.Role, null) is { } refusal)
            {
                return refusal;
            }

            unit.Log("member.removed", member, member.Role, null);
            Memberships.Remove(unit.Db, member);
            return member.Role;
        }, cancellationToken);
    }

    /// <returns>The role that the caller had.</returns>
    public async Task<Outcome<MemberRole, MemberRefusal>> HandleAsync(LeaveOrganization command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command.Caller.User is not { } self
            ? MemberRefusal.NotFound
            : await RunAsync(command.Organization, self, command.Caller, (unit, member) =>
            {
                if (member.Role == MemberRole.Owner && unit.Owners == 1)
                {
                    return MemberRefusal.LastOwner;
                }

                unit.Log("member.left", member, member.Role, null);
                Memberships.Remove(unit.Db, member);
                return member.Role;
            }, cancellationToken);
    }

    /// <returns>The new role of the member, owner.</returns>
    public Task<Outcome<MemberRole, MemberRefusal>> HandleAsync(TransferOwnership command, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        return RunAsync(command.Organization, command.To, command.Caller, (unit, member) =>
        {
            // An admin who is no owner makes another owner by a change of role.
            if (unit.Self is not { Role: MemberRole.Owner } self || self.UserId == member.UserId)
            {
                return MemberRefusal.NotAllowed;
            }

            if (!proof.IsOf(unit.Caller))
            {
                return MemberRefusal.ProofNeeded;
            }

            unit.Log("member.ownership-transferred", member, member.Role, MemberRole.Owner);
            unit.Log("member.role-changed", self, self.Role, MemberRole.Manager);
            (member.Role, self.Role) = (MemberRole.Owner, MemberRole.Manager);
            DropLimitOfOwner(member);
            return member.Role;
        }, cancellationToken);
    }

    private async Task<Outcome<MemberRole, MemberRefusal>> RunAsync(
        OrganizationId organization, UserId target, Caller caller, Func<Unit, Member, Outcome<MemberRole, MemberRefusal>> change,
        CancellationToken cancellationToken)
    {
        if (!caller.Sees(organization))
        {
            return MemberRefusal.NotFound;
        }

        if (!await limits.TryCountAsync(CommandLimits.OrganizationChanges, caller))
        {
            return MemberRefusal.TooOften;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var owners = await Memberships.LockOwnersAsync(db, organization, cancellationToken);
        var self = caller.User is { } user ? await Memberships.FindAsync(db, organization, user, cancellationToken) : null;
        var current = CurrentOf(caller, self);
        if (!current.Sees(organization) || await Memberships.FindAsync(db, organization, target, cancellationToken) is not { } member)
        {
            return MemberRefusal.NotFound;
        }

        var outcome = change(new Unit(db, organization, owners, self, current, proof, time.GetDatabaseNow()), member);
        if (outcome.Succeeded && db.ChangeTracker.HasChanges())
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return outcome;
    }

    // The caller's membership may have changed or ended since it was read.
    private static Caller CurrentOf(Caller caller, Member? self) => MemberRights.Of(self is null ? [] : [self]).ApplyTo(caller);

    private static void DropLimitOfOwner(Member member)
    {
        if (member.Role == MemberRole.Owner)
        {
            member.EventIds = null;
        }
    }

    private static bool IsSame(IReadOnlyList<EventId>? one, IReadOnlyList<EventId>? other) =>
        one is null || other is null ? one == other : one.Count == other.Count && one.All(other.Contains);

    /// <summary>One command in its transaction.</summary>
    /// <param name="Owners">The number of owners.</param>
    /// <param name="Self">The caller's membership; null: an admin who is no member.</param>
    private sealed record Unit(
        TicketingDbContext Db, OrganizationId Organization, int Owners, Member? Self, Caller Caller, RecentProof Proof, DateTimeOffset Now)
    {
        /// <summary>Null: the caller may change a member's role, or end it.</summary>
        /// <param name="to">Null: the membership ends.</param>
        public MemberRefusal? RefusalFor(MemberRole from, MemberRole? to) =>
            !Caller.Manages(Organization, from) || (to is { } wanted && !Caller.Manages(Organization, wanted)) ? MemberRefusal.NotAllowed
            : !Proof.IsOf(Caller) ? MemberRefusal.ProofNeeded
            : from == MemberRole.Owner && to != MemberRole.Owner && Owners == 1 ? MemberRefusal.LastOwner
            : null;

        /// <summary>The fact has no ids of events: who receives facts reads the member.</summary>
        public void LogEvents(Member member, IReadOnlyList<EventId>? to) => OrganizationLog.Add(
            Db, "member.events-changed", Organization, new { user = member.UserId.Value, role = member.Role.ToWord() },
            new { user = member.UserId.Value, events = member.EventIds?.Select(id => id.Value) },
            new { user = member.UserId.Value, events = to?.Select(id => id.Value) }, Caller.Actor, Now);

        public void Log(string type, Member member, MemberRole from, MemberRole? to) => OrganizationLog.Add(
            Db, type, Organization, new { user = member.UserId.Value, role = (to ?? from).ToWord() },
            new { user = member.UserId.Value, role = from.ToWord() },
            to is { } role ? new { user = member.UserId.Value, role = role.ToWord() } : null, Caller.Actor, Now);
    }
}
