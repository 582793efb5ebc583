using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Organizations;
using Ticketing.Infrastructure.Access;

namespace Ticketing.Infrastructure.Development.Demo;

/// <summary>An account of the demo, listed on the console and in the README.</summary>
/// <param name="Role">What it is called there.</param>
public sealed record DemoAccount(string Role, string Email, string Password);

/// <summary>Creates the demo's accounts and memberships.</summary>
internal static class DemoPeople
{
    public const string BuyerEmail = "buyer@demo.example";

    // No role of the site: its memberships make it one.
    public const string Organizer = "organizer";
    private const string Password = "front row 2027";

    public static IReadOnlyList<DemoAccount> Accounts { get; } =
    [
        new(Roles.Buyer, BuyerEmail, Password),
        new(Organizer, "organizer@demo.example", Password),
        new(Roles.Staff, "staff@demo.example", Password),
        new(Roles.Admin, "admin@demo.example", Password),
    ];

    private static readonly Dictionary<string, string> Names = new()
    {
        [Roles.Buyer] = "Robin Berger",
        [Organizer] = "Olivia Marlow",
        [Roles.Staff] = "Sami Lehtinen",
        [Roles.Admin] = "Ada Quist",
    };

    /// <returns>The account's id by role.</returns>
    public static async Task<Dictionary<string, UserId>> CreateAsync(IServiceProvider services, DateTimeOffset now)
    {
        var users = services.GetRequiredService<UserManager<Account>>();
        var ids = new Dictionary<string, UserId>();
        foreach (var demo in Accounts)
        {
            var account = new Account
            {
                UserName = demo.Email,
                Email = demo.Email,
                EmailConfirmed = true,
                Name = Names[demo.Role],
                Locale = "en",
                CreatedAt = now,
                LockoutEnabled = true,
            };
            Check(await users.CreateAsync(account, demo.Password));
            Check(await users.AddToRolesAsync(account, demo.Role is Roles.Buyer or Organizer ? [Roles.Buyer] : [Roles.Buyer, demo.Role]));
            ids[demo.Role] = new UserId(account.Id);
        }

        return ids;
    }

    /// <summary>
    /// The organizer is owner of the first organization and of the one that waits for approval, and manager of the second; staff have the
    /// first one's box office; the third has no members.
    /// </summary>
    public static IEnumerable<Member> Members(
        IReadOnlyList<Organization> organizations, Organization waiting, Dictionary<string, UserId> people, DateTimeOffset now)
    {
        var since = now.AddDays(-90);
        return
        [
            new() { OrganizationId = organizations[0].Id, UserId = people[Organizer], Role = MemberRole.Owner, Since = since },
            new() { OrganizationId = organizations[1].Id, UserId = people[Organizer], Role = MemberRole.Manager, Since = since },
            new() { OrganizationId = organizations[0].Id, UserId = people[Roles.Staff], Role = MemberRole.BoxOffice, Since = since },
            new() { OrganizationId = waiting.Id, UserId = people[Organizer], Role = MemberRole.Owner, Since = now },
        ];
    }

    /// <summary>An open invitation to the first organization. Its mail was not sent.</summary>
    public static MemberInvitation Invitation(IReadOnlyList<Organization> organizations, Dictionary<string, UserId> people, DateTimeOffset now) =>
        MemberInvitation.Create(organizations[0].Id, "door@northlight.example", MemberRole.CheckIn, null, people[Organizer], now).Invitation;

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(string.Join("; ", result.Errors.Select(error => error.Description)));
        }
    }
}
