using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.Core.Common;
using Ticketing.Core.Presales;
using Ticketing.Infrastructure.Presales;

namespace Ticketing.Tests.Presales;

/// <summary>Proofs, windows, and which presale is announced.</summary>
public sealed class PresaleRulesTests
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public void Proof_ReadWithItsKey_NamesTheCode()
    {
        var (first, second) = (AccessCodeId.New(), AccessCodeId.New());

        Assert.Equal([first, second], AccessProof.ReadAll($"  {AccessProof.Write(first, Key)} nonsense {AccessProof.Write(second, Key)} {AccessProof.Write(first, Key)}", Key));
    }

    [Fact]
    public void Proof_ChangedAnywhere_IsNone()
    {
        var proof = AccessProof.Write(AccessCodeId.New(), Key);
        for (var i = 0; i < proof.Length; i++)
        {
            var other = proof[..i] + (proof[i] == 'x' ? 'y' : 'x') + proof[(i + 1)..];
            Assert.Empty(AccessProof.ReadAll(other, Key));
        }

        Assert.Empty(AccessProof.ReadAll(proof, RandomNumberGenerator.GetBytes(32)));
        Assert.Empty(AccessProof.ReadAll(null, Key));
        Assert.Empty(AccessProof.ReadAll(proof[..^1], Key));
    }

    [Fact]
    public void Proofs_BeyondTheMaximum_AreIgnored()
    {
        var proofs = Enumerable.Range(0, 100).Select(_ => AccessProof.Write(AccessCodeId.New(), Key));

        Assert.Equal(AccessProof.ShownMax, AccessProof.ReadAll(string.Join(' ', proofs), Key).Count);
    }

    [Fact]
    public void Window_AtItsBounds_IncludesTheBeginningOnly()
    {
        var window = Window(Now, Now.AddHours(1));

        Assert.Equal(
            [false, true, true, false],
            new[] { Now.AddTicks(-1), Now, Now.AddHours(1).AddTicks(-1), Now.AddHours(1) }.Select(window.IsOpenAt));
    }

    [Fact]
    public void Announced_IsTheOpenOneThatClosesLastOrTheNext()
    {
        var (past, open, longer, next) = (
            Window(Now.AddHours(-3), Now.AddHours(-2)), Window(Now.AddHours(-1), Now.AddHours(1)), Window(Now.AddHours(-1), Now.AddHours(2)),
            Window(Now.AddHours(3), Now.AddHours(4)));

        Assert.Same(longer, PresaleWindow.ToAnnounce([past, open, longer, next], Now));
        Assert.Same(next, PresaleWindow.ToAnnounce([past, next], Now));
        Assert.Null(PresaleWindow.ToAnnounce([past], Now));
    }

    [Fact]
    public void United_SellsWhatAnyOfThemSells()
    {
        var (stalls, floor, all) = (
            Window(Now, Now.AddHours(1)) with { Categories = ["stalls"], SeatsPerBuyerMax = 2 },
            Window(Now, Now.AddHours(1)) with { Categories = ["floor", "stalls"], SeatsPerBuyerMax = 4 }, Window(Now, Now.AddHours(1)));

        Assert.Equal(["stalls", "floor"], PresaleWindow.Unite([stalls, floor]).Categories);
        Assert.Equal(4, PresaleWindow.Unite([stalls, floor]).SeatsPerBuyerMax);
        Assert.Empty(PresaleWindow.Unite([stalls, all]).Categories);
        Assert.Null(PresaleWindow.Unite([stalls, all]).SeatsPerBuyerMax);
        Assert.Equal(2, PresaleWindow.Unite([stalls]).SeatsPerBuyerMax);
    }

    [Fact]
    public void Cookies_AreShownWithTheRequestedPerformanceFirstThenTheNewest()
    {
        var performances = Enumerable.Range(0, AccessProof.ShownMax + 2).Select(_ => PerformanceId.New()).ToList();
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = string.Join("; ", performances.Select((id, i) => $"access-{id.Value.ToString("N")[^12..]}=proof{i}").Prepend("other=1"));

        var shown = AccessCookie.Shown(context, performances[1])!.Split(' ');

        Assert.Equal(["proof1", $"proof{performances.Count - 1}", $"proof{performances.Count - 2}"], shown[..3]);
        Assert.Equal(performances.Count, shown.Distinct().Count());
        Assert.Equal($"proof{performances.Count - 1}", AccessCookie.Shown(context, null)!.Split(' ')[0]);
        Assert.Null(AccessCookie.Shown(new DefaultHttpContext(), null));
    }

    [Fact]
    public void RandomCodes_HaveNoCharactersThatLookAlike()
    {
        var codes = Enumerable.Range(0, 1000).Select(_ => RandomCodes.New("VIP-", 10)).ToList();

        Assert.All(codes, code => Assert.Matches("^VIP-[2-9A-HJKMNP-TV-Z]{10}$", code));
        Assert.All(codes, code => Assert.Equal(code, AccessCode.Normalize(code)));
    }

    private static PresaleWindow Window(DateTimeOffset opens, DateTimeOffset closes) =>
        new(PerformanceId.New(), PresaleId.New(), "Fan club", opens, closes, [], null);
}
