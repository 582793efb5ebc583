using FsCheck;
using FsCheck.Fluent;
using Ticketing.Core.Common;
using Ticketing.Core.Seating;

namespace Ticketing.Tests.Seating;

public class PackedSeatsTests
{
    [Fact]
    public void Snapshot_AnyStatuses_RoundTrips() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<byte[]>(), (version, bytes) =>
        {
            var statuses = Array.ConvertAll(bytes, b => (byte)(b & 3));
            var packed = PackedSeats.EncodeSnapshot(version, statuses);
            var read = PackedSeats.DecodeSnapshot(packed);
            return packed.Length == 12 + ((statuses.Length + 3) / 4) && read.Version == version && read.Statuses.SequenceEqual(statuses);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Delta_AnyChanges_RoundTripsInOrder() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>(), ArbMap.Default.ArbFor<(NonNegativeInt, byte)[]>(), (version, drawn) =>
        {
            var changes = Array.ConvertAll(drawn, d => (new SeatIndex(d.Item1.Get), (SeatStatus)(d.Item2 & 3)));
            var read = PackedSeats.DecodeDelta(PackedSeats.EncodeDelta(version, changes));
            return read.Version == version && read.Changes.SequenceEqual(changes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Snapshot_OfFiveSeats_HasTheWireFormat() =>
        Assert.Equal("0102000000000000" + "05000000" + "E4" + "02",
            Convert.ToHexString(PackedSeats.EncodeSnapshot(0x201, [0, 1, 2, 3, 2])));

    [Fact]
    public void Delta_OfTwoSeats_HasTheWireFormat() =>
        Assert.Equal("0700000000000000" + "15000000" + "8A380100",
            Convert.ToHexString(PackedSeats.EncodeDelta(7, [(new SeatIndex(5), SeatStatus.Held), (new SeatIndex(20_002), SeatStatus.Sold)])));

    [Theory]
    [InlineData("")]
    [InlineData("0102000000000000050000")]
    [InlineData("010200000000000005000000E4")]
    [InlineData("010200000000000005000000E40200")]
    [InlineData("0102000000000000FFFFFFFF")]
    public void Snapshot_CutOrTooLong_IsRefused(string hex) =>
        Assert.Throws<FormatException>(() => PackedSeats.DecodeSnapshot(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("")]
    [InlineData("07000000000000")]
    [InlineData("0700000000000000150000")]
    public void Delta_CutOrTooLong_IsRefused(string hex) =>
        Assert.Throws<FormatException>(() => PackedSeats.DecodeDelta(Convert.FromHexString(hex)));

    [Fact]
    public void Delta_ImpossibleIndex_Throws() =>
        Assert.Throws<InvariantException>(() => PackedSeats.EncodeDelta(1, [(new SeatIndex(-1), SeatStatus.Held)]));
}
