using Microsoft.EntityFrameworkCore;
using Ticketing.Core.Organizations;
using Ticketing.Core.Platform;

namespace Ticketing.Infrastructure.Platform.Demo;

/// <summary>An account of the demo, told on the console and in the README.</summary>
public sealed record DemoAccount(string Role, string Email, string Password);

/// <summary>The demo shop: made once, on the first start with an empty database.</summary>
public sealed class DemoData(IDbContextFactory<TicketingDbContext> contexts)
{
    public static IReadOnlyList<DemoAccount> Accounts { get; } = [];

    /// <summary>
    /// Fills a migrated, empty database. Called by one instance at a time; where an earlier call was interrupted, the tables
    /// have been emptied again.
    /// </summary>
    public async Task FillAsync(CancellationToken stop)
    {
        await using var context = await contexts.CreateDbContextAsync(stop);
        context.Organizations.Add(new Organization
        {
            Id = OrganizationId.New(),
            Name = "Northlight Presents",
            Slug = "northlight",
            Email = "hello@northlight.example",
            RefundHoursBefore = 48,
        });
        await context.SaveChangesAsync(stop);
    }
}
