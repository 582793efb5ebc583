using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Organizations;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Organizations;

/// <summary>The application with accounts and organizations of the test class. Callers are read like those of requests.</summary>
public sealed class OrganizationLab(TestServers servers) : IAsyncLifetime
{
    internal AccessApp App { get; } = new(servers);

    internal TestDatabase Database => App.Database;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => App.InitializeAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();

    internal T Service<T>() where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>An account with a confirmed address, without a page in between.</summary>
    internal async Task<Caller> AccountAsync(string? email = null, string? role = null)
    {
        email ??= AccessApp.NewEmail();
        var id = Guid.CreateVersion7();
        await Database.ExecuteAsync(
            """
            insert into users (id, name, locale, created_at, user_name, normalized_user_name, email, normalized_email, email_confirmed, security_stamp,
              concurrency_stamp, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            values ($1, 'Anna Berg', 'de', now(), $2, $2, $2, $2, true, 'stamp', 'stamp', false, false, true, 0)
            """, id, email);
        if (role is not null)
        {
            await Database.ExecuteAsync("insert into user_roles (user_id, role_id) select $1, id from roles where name = $2", id, role);
        }

        return await ReadAsync(new Caller(
            new UserId(id), "Anna Berg", email, EmailConfirmed: true, new HashSet<string> { Roles.Buyer, role ?? Roles.Buyer },
            new Dictionary<OrganizationId, MemberRole>()));
    }

    /// <summary>The caller with the memberships that the database has now.</summary>
    internal async Task<Caller> ReadAsync(Caller caller)
    {
        var rows = await Database.ListAsync<string>(
            "select organization_id || ' ' || role || ' ' || coalesce(array_to_string(event_ids, ','), '') from members where user_id = $1",
            caller.User!.Value.Value);
        var members = rows.ConvertAll(row => row.Split(' '));
        return caller with
        {
            Memberships = members.ToDictionary(row => new OrganizationId(Guid.Parse(row[0])), row => EnumWords.FromWord<MemberRole>(row[1])),
            Events = members.Where(row => row[2].Length > 0).ToDictionary(
                row => new OrganizationId(Guid.Parse(row[0])),
                row => (IReadOnlySet<EventId>)row[2].Split(',').Select(id => new EventId(Guid.Parse(id))).ToHashSet()),
        };
    }

    internal async Task<Outcome<OwnOrganization, RefusedFounding>> FoundAsync(Caller caller, string name) =>
        await Service<FoundOrganizationHandler>().HandleAsync(new FoundOrganization(name, "box@example.org", "DE", caller), Stop);

    /// <summary>A new organization and its owner.</summary>
    internal async Task<(OwnOrganization Organization, Caller Owner)> FoundAsync(string name = "Nordlicht")
    {
        var founder = await AccountAsync();
        var founded = await FoundAsync(founder, name);
        Assert.True(founded.Succeeded);
        return (founded.Value, await ReadAsync(founder));
    }

    /// <summary>A new account that is a member.</summary>
    internal async Task<Caller> MemberAsync(OrganizationId organization, MemberRole role)
    {
        var caller = await AccountAsync();
        await Database.ExecuteAsync(
            "insert into members (organization_id, user_id, role) values ($1, $2, $3)", organization.Value, caller.User!.Value.Value, role.ToWord());
        return await ReadAsync(caller);
    }

    internal async Task<string?> RoleAsync(OrganizationId organization, Caller caller) => await Database.ScalarAsync<string>(
        "select role from members where organization_id = $1 and user_id = $2", organization.Value, caller.User!.Value.Value);

    internal Task<List<string>> ActionsAsync(OrganizationId organization) => Database.ListAsync<string>(
        "select action from audit_entries where subject_type = 'organization' and subject_id = $1 order by at, id", organization.ToString());

    /// <summary>The secret of the newest link that was mailed to an address.</summary>
    internal async Task<string> TokenAsync(string email) => (await App.LinkOfMailAsync("member.invited", email)).Split("token=")[1];
}
