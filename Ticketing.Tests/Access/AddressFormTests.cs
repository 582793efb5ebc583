using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Tests.Integration;
using Ticketing.Tests.Ordering;

namespace Ticketing.Tests.Access;

/// <summary>One mailbox is one account and one buyer, however its address is written.</summary>
public sealed class AddressFormTests(AccessApp app, TestServers servers) : IClassFixture<AccessApp>
{
    public static TheoryData<string, string> SameMailbox => new()
    {
        { "anna@müller.example", "anna@xn--mller-kva.example" },
        { "jörg@example.org", "jo\u0308rg@example.org" },
        { "anna@example.org", "an\u200Bna@example.org" },
        { "anna@example.org", "\uFEFFAnna@Example.ORG" },
    };

    [Theory]
    [MemberData(nameof(SameMailbox))]
    public async Task Register_OneMailboxWrittenTwice_IsOneAccount(string first, string second)
    {
        // Each case has mailboxes of its own.
        var own = $"{Guid.NewGuid():N}.";
        await app.RegisterAsync(own + first);

        await app.PostJsonAsync("/api/v1/auth/register", new { email = own + second, password = "the stranger's own", name = "Eve" });

        Assert.Equal(1L, await app.Database.ScalarAsync<long>("select count(*) from users where strpos(email, $1) = 1", own));
        using var signedIn = await app.SignInAsync(own + second);
    }

    [Theory]
    [MemberData(nameof(SameMailbox))]
    public async Task Orders_OfOneMailboxWrittenTwice_CountTogether(string first, string second)
    {
        await using var shop = await Shop.OpenAsync(servers);
        await shop.PlaceAsync(await shop.HoldAsync(0), first);
        await shop.PlaceAsync(await shop.HoldAsync(1), second);

        Assert.Equal([2L], await shop.Database.ListAsync<long>("select count(*) from orders group by email_normalized"));
    }

    [Fact]
    public async Task Addresses_InFormerForms_AreRenewed()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        var database = office.Shop.Database;
        var email = await office.Accounts.RegisterAsync($"{Guid.NewGuid():N}@müller.example");
        await database.ExecuteAsync(
            "update users set email = $2, normalized_email = $2, normalized_user_name = $2 where email = $1",
            email, email.Replace("müller", "xn--mller-kva", StringComparison.Ordinal));
        await database.ExecuteAsync("update orders set email_normalized = 'ada@xn--mller-kva.example'");

        await office.Service<AccountAddresses>().RenewAsync(TestContext.Current.CancellationToken);
        await office.Service<OrderEmails>().RenewAsync(TestContext.Current.CancellationToken);

        using var signedIn = await office.Accounts.SignInAsync(email);
        Assert.Equal("ada@müller.example", await database.ScalarAsync<string>("select email_normalized from orders"));
    }
}
