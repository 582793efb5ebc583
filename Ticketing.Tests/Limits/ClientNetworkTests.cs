using System.Net;
using Ticketing.Core.Common;

namespace Ticketing.Tests.Limits;

/// <summary>The widths at which clients are counted.</summary>
public sealed class ClientNetworkTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true, true)]
    [InlineData("203.0.113.7", "203.0.113.8", false, true)]
    [InlineData("203.0.113.7", "203.0.114.7", false, false)]
    [InlineData("203.0.113.7", "::ffff:203.0.113.7", true, true)]
    [InlineData("2001:db8:1:200::1", "2001:db8:1:2ff:abcd::9", true, true)]
    [InlineData("2001:db8:1:200::1", "2001:db8:1:300::1", false, true)]
    [InlineData("2001:db8:1:200::1", "2001:db8:2:200::1", false, false)]
    public void Of_TwoAddresses_SharesLineAndBlock(string one, string other, bool sharesLine, bool sharesBlock)
    {
        var (first, second) = (ClientNetwork.Of(IPAddress.Parse(one)), ClientNetwork.Of(IPAddress.Parse(other)));

        Assert.Equal((sharesLine, sharesBlock), (first.Line == second.Line, first.Block == second.Block));
    }

    [Fact]
    public void Of_NoAddress_IsUnknown() => Assert.Equal(ClientNetwork.Unknown, ClientNetwork.Of(null));
}
