using System.Security.Cryptography;
using Ticketing.Core.Common;
using Ticketing.Core.WaitingRoom;

namespace Ticketing.Tests.WaitingRoom;

public sealed class TokenTests
{
    private static readonly RoomKeys Keys = new(RandomNumberGenerator.GetBytes(32));
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 10, 0, 0, TimeSpan.Zero);
    private static readonly QueueOwner Owner = QueueOwner.OfDevice("a");

    [Theory]
    [InlineData(0)]
    [InlineData(499_999)]
    [InlineData(-7)]
    public void Ticket_Written_RoundTrips(long number)
    {
        var ticket = Ticket(number);

        Assert.Equal(ticket, QueueTicket.Read(ticket.ToToken(Keys), Keys));
    }

    [Fact]
    public void Ticket_OfTheSameNumber_HasAnotherText()
    {
        // The number is encrypted: length and prefix do not reveal it.
        Assert.NotEqual(Ticket(5).ToToken(Keys)[..64], Ticket(5).ToToken(Keys)[..64]);
        Assert.Equal(Ticket(5).ToToken(Keys).Length, Ticket(-1).ToToken(Keys).Length);
    }

    [Fact]
    public void Pass_Written_RoundTrips()
    {
        var pass = Pass();

        Assert.Equal(pass, AdmissionPass.Read(pass.ToToken(Keys), Keys));
    }

    [Fact]
    public void Link_Written_RoundTripsAndIsNoPass()
    {
        var link = new AdmissionLinkToken(PerformanceId.New(), Guid.NewGuid(), 7);
        var token = link.ToToken(Keys);

        Assert.Equal(link, AdmissionLinkToken.Read(token, Keys));
        Assert.Null(AdmissionPass.Read(token, Keys));
        Assert.Null(AdmissionLinkToken.Read(Pass().ToToken(Keys), Keys));
        Assert.Null(AdmissionLinkToken.Read((token[0] == 'A' ? "B" : "A") + token[1..], Keys));
    }

    [Fact]
    public void Token_WithAnyChangedCharacter_IsRefused()
    {
        var token = Pass().ToToken(Keys);
        for (var i = 0; i < token.Length; i++)
        {
            var forged = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.True(AdmissionPass.Read(forged, Keys) is null, $"Character {i} is not authenticated.");
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("%%%%")]
    public void Token_Malformed_IsRefused(string? token)
    {
        Assert.Null(AdmissionPass.Read(token, Keys));
        Assert.Null(QueueTicket.Read(token, Keys));
    }

    [Fact]
    public void Token_OfAnotherKindOrKey_IsRefused()
    {
        Assert.Null(AdmissionPass.Read(Ticket(1).ToToken(Keys), Keys));
        Assert.Null(QueueTicket.Read(Pass().ToToken(Keys), Keys));
        Assert.Null(AdmissionPass.Read(Pass().ToToken(Keys), new RoomKeys(RandomNumberGenerator.GetBytes(32))));
    }

    [Fact]
    public void Token_OfThePreviousKey_IsRead()
    {
        var (old, next) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        var token = Pass().ToToken(new RoomKeys(old));

        Assert.Equal(Pass(), AdmissionPass.Read(token, new RoomKeys(next, old)));
    }

    [Fact]
    public void Pass_OfAnotherPerformanceOwnerOrTime_IsRefused()
    {
        var pass = Pass();

        Assert.True(pass.Admits(pass.Performance, [QueueOwner.OfDevice("b"), Owner], Now));
        Assert.False(pass.Admits(PerformanceId.New(), [Owner], Now));
        Assert.False(pass.Admits(pass.Performance, [QueueOwner.OfDevice("b")], Now));
        Assert.False(pass.Admits(pass.Performance, [Owner], pass.ExpiresAt));
    }

    [Fact]
    public void Owner_AccountAndDeviceOfOneName_Differ()
    {
        var user = UserId.New();

        Assert.NotEqual(QueueOwner.OfAccount(user), QueueOwner.OfDevice(user.Value.ToString("N")));
        Assert.Equal(Owner, QueueOwner.Read(Owner.ToArray()));
    }

    private static QueueTicket Ticket(long number) => new(PerformanceId.From(Guid.Empty), new QueueNumber(number), 3, Owner, Now);

    private static AdmissionPass Pass() => new(PerformanceId.From(Guid.Empty), 12, Owner, Now.AddMinutes(15));
}
