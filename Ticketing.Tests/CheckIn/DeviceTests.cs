using System.Security.Cryptography;
using Ticketing.Core.CheckIn;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.CheckIn.Devices;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.CheckIn;

/// <summary>Devices get in by a link, once, and prove each request by their key.</summary>
public sealed class DeviceTests(TestServers servers)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enrol_ByALink_WorksOnceAndAgainForTheSamePhone()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var made = await door.MakeDeviceAsync("North 1", DeviceCapability.Override);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var (first, again) = (await TestDevice.PostEnrolAsync(door.Shop.Http, made.Token, key), await TestDevice.PostEnrolAsync(door.Shop.Http, made.Token, key));
        var stranger = await TestDevice.PostEnrolAsync(door.Shop.Http, made.Token, other);

        var device = first.Body!["device"]!;
        Assert.Equal((200, "North 1"), (first.Status, device["name"]!.GetValue<string>()));
        Assert.Equal(["scan", "override"], device["capabilities"]!.AsArray().Select(word => word!.GetValue<string>()));
        Assert.Equal(["East", "West"], device["performances"]![0]!["gates"]!.AsArray().Select(gate => gate!["name"]!.GetValue<string>()));
        Assert.Equal(device.ToJsonString(), again.Body!["device"]!.ToJsonString());
        Assert.Equal((404, "invite-unknown"), (stranger.Status, stranger.Problem));
        Assert.Equal(404, (await TestDevice.PostEnrolAsync(door.Shop.Http, "nonsense", key)).Status);
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from audit_entries where action = 'device.enrolled'"));

        // The link is stored as a hash only, and has an end.
        var late = await door.MakeDeviceAsync("Late");
        await door.Database.ExecuteAsync("update device_invites set expires_at = now() - interval '1 second' where device_id = $1", late.Device.Value);
        Assert.Equal(404, (await TestDevice.PostEnrolAsync(door.Shop.Http, late.Token, other)).Status);
        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select count(*) from audit_entries where after::text like '%' || $1 || '%'", made.Token));
    }

    [Fact]
    public async Task Enrol_WithoutAP256Key_IsRefused()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var made = await door.MakeDeviceAsync();
        using var wrong = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Equal(422, (await TestDevice.PostEnrolAsync(door.Shop.Http, made.Token, wrong)).Status);
        foreach (var key in new[] { "", "x", "AAAA", new string('A', 4000) })
        {
            Assert.Equal(422, (int)(await door.Shop.PostAsync("/api/v1/checkin/enrol", new { token = made.Token, publicKey = key })).Code);
        }

        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select count(*) from devices where public_key is not null"));
    }

    [Fact]
    public async Task Requests_NotSignedByTheDevice_AreRefused()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        using var device = await door.EnrolAsync();
        using var other = await door.EnrolAsync();
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        var early = await device.SendAsync(HttpMethod.Get, "/api/v1/checkin/device", null, time: now - 301_000);
        var elsewhere = await device.SendAsync(HttpMethod.Post, "/api/v1/checkin/sync", "{}", signedPath: "/api/v1/checkin/shift");
        var unsigned = await door.Shop.SendAsync(HttpMethod.Get, "/api/v1/checkin/device", null);

        Assert.Equal((401, "clock"), (early.Status, early.Problem));
        Assert.InRange(early.Body!["now"]!.GetValue<long>(), now - 60_000, now + 600_000);
        Assert.Equal((401, "signature"), (elsewhere.Status, elsewhere.Problem));
        Assert.Equal(401, (int)unsigned.Code);
        Assert.Equal(200, (await device.SendAsync(HttpMethod.Get, "/api/v1/checkin/device", null, time: now - 200_000)).Status);
        Assert.Equal(200, (await other.SendAsync(HttpMethod.Get, "/api/v1/checkin/device", null)).Status);
    }

    [Fact]
    public async Task Device_RevokedOrOver_IsWiped()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        using var revoked = await door.EnrolAsync("Lost");
        using var over = await door.EnrolAsync("Over");
        Assert.Null(await door.Service<ManageDevicesHandler>().HandleAsync(new RevokeDevice(new DeviceId(revoked.Id), door.Manager), Stop));
        Assert.Null(await door.Service<ManageDevicesHandler>().HandleAsync(new RevokeDevice(new DeviceId(revoked.Id), door.Manager), Stop));
        await door.Database.ExecuteAsync("update devices set expires_at = now() - interval '1 second' where id = $1", over.Id);

        foreach (var device in new[] { revoked, over })
        {
            var reply = await device.SyncAsync();
            Assert.Equal((401, "device-revoked", true), (reply.Status, reply.Problem, reply.Body!["wipe"]!.GetValue<bool>()));
            Assert.Equal(401, (await device.PackAsync()).Status);
        }

        Assert.Equal(2L, await door.Database.ScalarAsync<long>("select count(*) from devices where wiped_at is not null"));
        Assert.Equal(1L, await door.Database.ScalarAsync<long>("select count(*) from outbox where type = 'device.revoked'"));
    }

    [Fact]
    public async Task Invite_Renewed_WipesTheFormerPhone()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        using var former = await door.EnrolAsync();
        var renewed = await door.Service<ManageDevicesHandler>().HandleAsync(new RenewInvite(new DeviceId(former.Id), door.Manager), Stop);
        using var phone = await TestDevice.EnrolAsync(door.Shop.Http, renewed.Value!.Token, door.Performance);

        Assert.Equal(former.Id, phone.Id);
        Assert.Equal("device-revoked", (await former.SyncAsync()).Problem);
        Assert.Equal(200, (await phone.SyncAsync()).Status);
    }

    [Fact]
    public async Task Device_OfAnotherOrganization_KnowsNothingOfThisOne()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        using var device = await door.EnrolAsync();
        var stranger = BackOffice.Member(OrganizationId.New(), Core.Access.MemberRole.Owner);
        var devices = door.Service<ManageDevicesHandler>();

        Assert.Equal(404, (await device.PackAsync(of: PerformanceId.New())).Status);
        await door.Database.ExecuteAsync("update devices set performance_ids = '{}'");
        Assert.Equal(404, (await device.PackAsync()).Status);
        Assert.Empty((await device.SyncAsync([], ("", 0))).Body!["changes"]!.AsObject());
        foreach (var caller in new[] { stranger, door.Office.Clerk, Core.Access.Caller.Guest })
        {
            Assert.Equal(DeviceRefusal.NotFound, await devices.HandleAsync(new RevokeDevice(new DeviceId(device.Id), caller), Stop));
            Assert.Equal(DeviceRefusal.NotFound, await devices.HandleAsync(new RenameDevice(new DeviceId(device.Id), "x", caller), Stop));
            Assert.Equal(DeviceRefusal.NotFound, (await devices.HandleAsync(new RenewInvite(new DeviceId(device.Id), caller), Stop)).Refusal);
            Assert.Equal(
                DeviceRefusal.NotFound,
                (await devices.HandleAsync(new MakeDevice(door.Office.Organization, "x", [door.Performance], [], [], null, caller), Stop)).Refusal);
            Assert.Equal(
                DeviceRefusal.NotFound,
                (await devices.HandleAsync(new CommandDevices(door.Office.Organization, null, null, DeviceCommandKind.Lock, null, caller), Stop)).Refusal);
        }
    }

    [Fact]
    public async Task Commands_AreSentUntilTheyAreConfirmed()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        using var device = await door.EnrolAsync();
        var handler = door.Service<ManageDevicesHandler>();
        var said = await handler.HandleAsync(
            new CommandDevices(door.Office.Organization, door.Performance, null, DeviceCommandKind.Say, "Gate West is closing", door.Manager), Stop);
        var empty = await handler.HandleAsync(
            new CommandDevices(door.Office.Organization, door.Performance, null, DeviceCommandKind.Say, " ", door.Manager), Stop);

        var command = Assert.Single((await device.SyncAsync()).Body!["commands"]!.AsArray())!;
        Assert.Single((await device.SyncAsync()).Body!["commands"]!.AsArray());
        Assert.Empty((await device.SyncAsync([], null, command["id"]!.GetValue<string>())).Body!["commands"]!.AsArray());

        Assert.Equal((1, DeviceRefusal.TextInvalid), (said.Value, empty.Refusal));
        Assert.Equal(("say", "Gate West is closing"), (command["kind"]!.GetValue<string>(), command["text"]!.GetValue<string>()));
        Assert.NotNull(await door.Database.ScalarAsync<string>("select health ->> 'battery' from devices"));
    }

    [Fact]
    public async Task Make_WithWrongValues_IsRefused()
    {
        await using var door = await CheckInShop.OpenAsync(servers);
        var valid = new MakeDevice(door.Office.Organization, "Phone", [door.Performance], [door.East], [], null, door.Manager);
        var handler = door.Service<ManageDevicesHandler>();

        foreach (var (command, refusal) in new[]
        {
            (valid with { Name = " " }, DeviceRefusal.NameInvalid), (valid with { Name = new string('x', 61) }, DeviceRefusal.NameInvalid),
            (valid with { Performances = [] }, DeviceRefusal.PerformancesInvalid), (valid with { Performances = [PerformanceId.New()] }, DeviceRefusal.PerformancesInvalid),
            (valid with { Gates = [GateId.New()] }, DeviceRefusal.GatesInvalid), (valid with { ExpiresAt = DateTimeOffset.UtcNow.AddMinutes(-1) }, DeviceRefusal.EndInvalid),
            (valid with { ExpiresAt = DateTimeOffset.UtcNow.AddYears(3) }, DeviceRefusal.EndInvalid),
        })
        {
            Assert.Equal(refusal, (await handler.HandleAsync(command, Stop)).Refusal);
        }

        Assert.Equal(0L, await door.Database.ScalarAsync<long>("select count(*) from devices"));
    }
}
