using Ticketing.Core.Access;

namespace Ticketing.Tests.Access;

public sealed class AccountRulesTests
{
    [Theory]
    [InlineData("liverpool")]
    [InlineData("Passwort123")]
    [InlineData("ticketing")]
    [InlineData("PASSWORD1!")]
    [InlineData("2024liverpool!")]
    [InlineData("aaaaaaaaaa")]
    [InlineData("Boxoffice")]
    [InlineData("box office 2026")]
    [InlineData("anna.berg")]
    [InlineData("AnnaBerg1990")]
    [InlineData("anna.berg@example.org")]
    [InlineData("ｌｉｖｅｒｐｏｏｌ")]
    public void Password_CommonOrOwnWords_IsRefused(string password) =>
        Assert.Equal([AccountProblem.PasswordTooCommon], AccountRules.CheckPassword(password, "anna.berg@example.org", "Anna Berg", "Box Office"));

    [Theory]
    [InlineData("violet ladder 48")]
    [InlineData("front row 2027")]
    [InlineData("annas blaues fahrrad")]
    public void Password_Uncommon_IsAccepted(string password) =>
        Assert.Empty(AccountRules.CheckPassword(password, "anna.berg@example.org", "Anna Berg", "Box Office"));

    [Fact]
    public void CommonPasswords_AreThousands() => Assert.True(CommonPasswords.Count >= 3000);
}
