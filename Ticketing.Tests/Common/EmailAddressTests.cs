using Ticketing.Core.Common;

namespace Ticketing.Tests.Common;

public sealed class EmailAddressTests
{
    /// <summary>Typed addresses that mail can be sent to, with the form in which they are kept.</summary>
    public static TheoryData<string, string> Accepted => new()
    {
        { "anna@example.org", "anna@example.org" },
        { "  Anna.Berg+tickets@Example.ORG ", "Anna.Berg+tickets@example.org" },
        { "o'neil_{x}|y~z@mail.example.co.uk", "o'neil_{x}|y~z@mail.example.co.uk" },
        { "anna@müller.example", "anna@müller.example" },
        { "anna@xn--mller-kva.example", "anna@müller.example" },
        { "anna@mu\u0308ller.example", "anna@müller.example" },
        { "anna@\uFF45xample.org", "anna@example.org" },
        { "an\u200Bna@example.org", "anna@example.org" },
        { "anna@example.org\u200E", "anna@example.org" },
        { "\uFEFFanna@example.org", "anna@example.org" },
        { "\u202Eanna@example.org", "anna@example.org" },
        { "\u00A0anna@example.org\u3000", "anna@example.org" },
        { "jörg@example.org", "jörg@example.org" },
        { "jo\u0308rg@example.org", "jörg@example.org" },
        { new string('a', 64) + "@example.org", new string('a', 64) + "@example.org" },
    };

    /// <summary>Typed texts that no mail can be sent to.</summary>
    public static TheoryData<string> Refused =>
    [
        "", " ", "anna", "anna@", "@example.org", "anna@localhost", "anna@example", "anna@example.", "anna@.example.org", "anna@example..org",
        ".anna@example.org", "anna.@example.org", "an..na@example.org", "an na@example.org", "an\u00A0na@example.org", "anna@exa\u3000mple.org",
        "anna@exa mple.org", "a@b@example.org", "\"anna\"@example.org", "anna@[127.0.0.1]", "anna@127.0.0.1", "anna@-example.org", "anna@exa_mple.org",
        "anna,eve@example.org", "anna;eve@example.org", "<anna@example.org>", "anna@example.org\r\nBcc: all@example.com", "anna@" + new string('ü', 60) + ".de", new string('a', 65) + "@example.org", "anna@" + new string('a', 250) + ".org",
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void TryRead_Deliverable_IsKeptInOneForm(string typed, string canonical)
    {
        Assert.True(EmailAddress.TryRead(typed, out var address));
        Assert.Equal(canonical, address);
        Assert.True(EmailAddress.TryRead(address, out var again));
        Assert.Equal(address, again);
        Assert.Equal(canonical.ToLowerInvariant(), EmailAddress.Normalize(typed));
    }

    [Fact]
    public void TryRead_NulOrBrokenSurrogate_IsRefused()
    {
        Assert.False(EmailAddress.IsValid("a\u0000@example.org"));
        Assert.False(EmailAddress.IsValid("a" + (char)0xD800 + "@example.org"));
        Assert.False(EmailAddress.IsValid("a@exa" + (char)0xD800 + "mple.org"));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void TryRead_Undeliverable_IsRefused(string typed) => Assert.False(EmailAddress.IsValid(typed));
}
