using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Common;
using Ticketing.Core.Tickets;

namespace Ticketing.Tests.Tickets;

public sealed class TicketCodeTests : IDisposable
{
    private readonly PerformanceId _performance = PerformanceId.New();
    private readonly TicketId _ticket = TicketId.New();
    private readonly Guid _keyId = Guid.CreateVersion7();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TicketVerifier _verifier;

    public TicketCodeTests() => _verifier = new TicketVerifier(_performance, [Public(_keyId, _performance, _key)]);

    [Fact]
    public void Code_SignedByKnownKey_NamesItsTicket()
    {
        var verified = _verifier.Verify(Signed());

        Assert.True(verified.Succeeded);
        Assert.Equal(_ticket, verified.Value);
    }

    [Fact]
    public void Text_OfAnyCode_HasFixedLengthAndAlphanumericCharset()
    {
        var text = Signed();

        Assert.Equal(TicketCode.TextLength, text.Length);
        Assert.All(text, character => Assert.Contains(character, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"));
    }

    [Fact]
    public void Parse_AnyClaims_RoundTrips() => Prop.ForAll(
        ArbMap.Default.ArbFor<(Guid Ticket, Guid Performance, Guid Key)>(),
        ids =>
        {
            var text = TicketCode.Sign(new TicketId(ids.Ticket), new PerformanceId(ids.Performance), ids.Key, _key).ToString();
            return TicketCode.TryParse(text, out var code)
                && (code.Ticket.Value, code.Performance.Value, code.Key) == ids
                && code.ToString() == text
                && code.IsSignedBy(_key);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Verify_AnyCharacterChanged_IsRefused()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567.abc0189 =";
        var text = Signed();
        Prop.ForAll(
            Gen.Choose(0, text.Length - 1).ToArbitrary(),
            Gen.Elements(alphabet.ToCharArray()).ToArbitrary(),
            (position, character) =>
            {
                var changed = text.ToCharArray();
                changed[position] = character;
                return character == text[position] || !_verifier.Verify(new string(changed)).Succeeded;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    // Every encoded bit, including the unused ones at the end.
    [Fact]
    public void Verify_AnyBitFlipped_IsRefused()
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var text = Signed();
        for (var position = "TK1.".Length; position < text.Length; position++)
        {
            for (var bit = 0; bit < 5; bit++)
            {
                var changed = text.ToCharArray();
                changed[position] = alphabet[alphabet.IndexOf(text[position], StringComparison.Ordinal) ^ (1 << bit)];
                Assert.False(_verifier.Verify(new string(changed)).Succeeded, $"bit {bit} of character {position}");
            }
        }
    }

    [Fact]
    public void Verify_Truncated_IsMalformed()
    {
        var text = Signed();
        for (var length = 0; length < text.Length; length++)
        {
            Assert.Equal(TicketCodeRefusal.Malformed, _verifier.Verify(text[..length]).Refusal);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://example.org/ticket/1")]
    [InlineData("TK1.")]
    public void Verify_OtherText_IsMalformed(string? text) =>
        Assert.Equal(TicketCodeRefusal.Malformed, _verifier.Verify(text).Refusal);

    [Fact]
    public void Verify_AnyText_NeverThrows() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), text => !_verifier.Verify(text).Succeeded && !_verifier.Verify("TK1." + text).Succeeded).QuickCheckThrowOnFailure();

    [Fact]
    public void Verify_OtherVersion_IsMalformed()
    {
        var text = Signed();

        Assert.Equal(TicketCodeRefusal.Malformed, _verifier.Verify("TK2." + text[4..]).Refusal);
        // The version byte is encoded first: B is 1, C is 2.
        Assert.Equal(TicketCodeRefusal.Malformed, _verifier.Verify("TK1.C" + text[5..]).Refusal);
        Assert.Equal(TicketCodeRefusal.Malformed, _verifier.Verify(text + "A").Refusal);
        Assert.Equal(TicketCodeRefusal.Malformed, _verifier.Verify(text.ToLowerInvariant()).Refusal);
    }

    [Fact]
    public void Verify_CodeOfOtherPerformance_IsRefused()
    {
        var text = TicketCode.Sign(_ticket, PerformanceId.New(), _keyId, _key).ToString();

        Assert.Equal(TicketCodeRefusal.OtherPerformance, _verifier.Verify(text).Refusal);
    }

    [Fact]
    public void Verify_ForeignKeyWithItsId_IsUnknown()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = TicketCode.Sign(_ticket, _performance, Guid.CreateVersion7(), foreign).ToString();

        Assert.Equal(TicketCodeRefusal.UnknownKey, _verifier.Verify(text).Refusal);
    }

    [Fact]
    public void Verify_ForeignKeyWithKnownId_IsABadSignature()
    {
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var text = TicketCode.Sign(_ticket, _performance, _keyId, foreign).ToString();

        Assert.Equal(TicketCodeRefusal.BadSignature, _verifier.Verify(text).Refusal);
    }

    [Fact]
    public void Verify_KeyOfOtherPerformance_IsNotAccepted()
    {
        using var strict = new TicketVerifier(_performance, [Public(_keyId, PerformanceId.New(), _key)]);

        Assert.Equal(TicketCodeRefusal.UnknownKey, strict.Verify(Signed()).Refusal);
    }

    [Fact]
    public void Verify_DuringKeyRotation_AcceptsBoth()
    {
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var nextId = Guid.CreateVersion7();
        using var both = new TicketVerifier(_performance, [Public(_keyId, _performance, _key), Public(nextId, _performance, next)]);

        Assert.True(both.Verify(Signed()).Succeeded);
        Assert.True(both.Verify(TicketCode.Sign(_ticket, _performance, nextId, next).ToString()).Succeeded);
    }

    public void Dispose()
    {
        _verifier.Dispose();
        _key.Dispose();
    }

    private static TicketPublicKey Public(Guid id, PerformanceId performance, ECDsa key) => new(id, performance, key.ExportSubjectPublicKeyInfo());

    private string Signed() => TicketCode.Sign(_ticket, _performance, _keyId, _key).ToString();
}
