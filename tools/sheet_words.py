"""What the manuals call the words a process is made of, in Chinese."""

from collections.abc import Mapping

from orders.ordering.domain.values import Channel, Role

VERBS: Mapping[str, str] = {
    "UseProof": "核销身份核验",
    "ReservePlace": "占用证件名额",
    "ReserveNumber": "预占号码",
    "ReserveSim": "预占卡",
    "OpenSubscriber": "建立用户",
    "ActivateSubscriber": "启用用户",
    "AssignSim": "更换卡",
    "AddStop": "登记停机原因",
    "LiftStop": "解除停机原因",
    "TerminateSubscriber": "销户",
    "MoveSubscriber": "变更用户状态",
    "RestoreSubscriber": "复机",
    "HoldPassword": "预占新密码",
    "SetPassword": "设置服务密码",
    "GivePassword": "生成初始密码",
    "Unlock": "登记解锁",
    "ClearVoucherTries": "解除充值卡锁",
    "GrantPuk": "允许查PUK码",
    "SetLanguage": "设置短信语言",
    "SetAbroad": "记录长途漫游权限",
    "HasKeys": "查卡密钥",
    "OpenAccount": "建立账户",
    "JoinAccount": "加入账户",
    "CloseToCards": "停止加入副卡",
    "TakeFee": "收费",
    "TakePrepayment": "收预存款",
    "StartPlan": "套餐生效",
    "ChangePlan": "更换套餐",
    "WithdrawPlanChange": "撤销套餐变更",
    "StartKeeping": "开始保号费",
    "EndKeeping": "结束保号费",
    "CloseAccount": "关闭账户",
    "ReopenAccount": "恢复账户",
    "CreateSubscription": "网络开户",
    "DeleteSubscription": "网络销户",
    "SetBarring": "设置停机级别",
    "ReplaceImsi": "更换网络卡号",
    "SetPermissions": "设置长途漫游权限",
    "SetPacketProfile": "设置数据业务",
    "ProvideService": "设置补充业务",
}
OWNERS: Mapping[str, str] = {"accounts": "客户资源", "billing": "计费", "provisioning": "网络"}
CHANNELS: Mapping[Channel, str] = {
    Channel.HALL: "营业厅",
    Channel.APP: "掌厅",
    Channel.WEB: "网厅",
    Channel.HOTLINE: "热线",
    Channel.SMS: "短厅",
    Channel.DEALER: "代理点",
    Channel.KIOSK: "自助终端",
}
ROLES: Mapping[Role, str] = {
    Role.HOLDER: "机主",
    Role.AGENT: "代办人",
    Role.HANDLER: "经办人",
    Role.GUARDIAN: "监护人",
    Role.USER: "使用人",
    Role.GUARANTOR: "担保人",
    Role.DEALER: "代理商",
    Role.BACK_OFFICE: "局方",
    Role.PAYER: "缴费人",
}
