using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Ticketing.App.Ordering.Admin;
using Ticketing.Core.Common;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering.Read;
using Ticketing.Tests.Access;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Ordering.Service;

/// <summary>The choice of seats to refund, where the sum has to be typed.</summary>
public sealed class OrderItemsTests(TestServers servers)
{
    [Fact]
    public async Task Sum_TypedForSomeSeats_IsNotTheSumOfOthers()
    {
        await using var office = await BackOffice.OpenAsync(servers);
        await using var scope = office.Shop.App.Services.CreateAsyncScope();
        var view = await office.Service<OrderReader>().FindAsync(
            new OrderId(Guid.Parse(office.Order.Id)), new OrderVisitor(BackOffice.Member(office.Sells), null, null),
            Xunit.TestContext.Current.CancellationToken);
        await using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddFallbackServiceProvider(scope.ServiceProvider);
        context.Services.AddLocalization();
        context.Services.AddMudServices();
        var items = context.Render<OrderItems>(parameters => parameters
            .Add(shown => shown.View, view!).Add(shown => shown.MayRefund, true).Add(shown => shown.IsBusy, false).Add(shown => shown.TypesSum, true)
            .Add(shown => shown.OnRefund, (RefundChoice _) => { }));
        async Task ChooseAsync(int row, bool isChosen) => await items.InvokeAsync(
            () => items.FindAll("tbody input[type=checkbox]")[row].ChangeAsync(new ChangeEventArgs { Value = isChosen }));

        await ChooseAsync(0, true);
        await items.InvokeAsync(() => items.Find("#typed-sum").InputAsync(new ChangeEventArgs { Value = "12.34" }));
        Assert.Equal("12.34", items.Find("#typed-sum").GetAttribute("value"));
        await ChooseAsync(0, false);
        await ChooseAsync(1, true);

        Assert.Equal("", items.Find("#typed-sum").GetAttribute("value") ?? "");
    }
}
