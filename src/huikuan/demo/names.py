"""Invented names of the demo company: customers, people, towns. Likeness to real companies is chance."""

from __future__ import annotations

import random

OWN_COMPANIES = (
    ("苏州恒泰精密机电有限公司", "恒泰机电", "91320594MA1T0KJ93D", "CNY"),
    ("恒泰国际（香港）有限公司", "恒泰香港", "", "USD"),
)
DEPARTMENTS = ("销售中心", "华东销售部", "华南销售部", "财务部")
TOWNS = (
    ("苏州", "江苏"), ("无锡", "江苏"), ("常州", "江苏"), ("南京", "江苏"), ("上海", "上海"), ("杭州", "浙江"),
    ("宁波", "浙江"), ("嘉兴", "浙江"), ("合肥", "安徽"), ("广州", "广东"), ("深圳", "广东"), ("东莞", "广东"),
    ("佛山", "广东"), ("厦门", "福建"), ("武汉", "湖北"), ("长沙", "湖南"), ("成都", "四川"), ("重庆", "重庆"),
    ("青岛", "山东"), ("天津", "天津"),
)  # fmt: skip
BRANDS = (
    "鼎盛", "汇川", "博远", "凯捷", "联诚", "新锐", "宏图", "安达", "启明", "德邦", "金瑞", "恒通", "正泰源", "华锐",
    "天工", "中科达", "万里", "东升", "嘉禾", "卓越", "腾跃", "永固", "众合", "北辰", "沃尔德", "祥云", "立信达", "海纳",
    "佳音", "盛世",
)  # fmt: skip
TRADES = (
    "自动化设备", "机电工程", "新能源科技", "汽车零部件", "电子科技", "精密模具", "智能装备", "电气", "包装机械", "医疗器械",
    "环保工程", "五金制品",
)  # fmt: skip
FORMS = ("有限公司", "有限公司", "有限公司", "股份有限公司", "有限责任公司")
OVERSEAS = (
    ("Northgate Motion Ltd", "GB"),
    ("Rheinwerk Antriebe GmbH", "DE"),
    ("Pacific Rim Controls Inc", "US"),
    ("Saigon Precision Co., Ltd", "VN"),
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "艳",
    "杰",
    "娟",
    "涛",
    "明",
    "超",
    "秀兰",
    "霞",
    "平",
)
STAFF = (
    ("zhao.min", "赵敏", "SALESPERSON", 1),
    ("qian.lei", "钱磊", "SALESPERSON", 1),
    ("sun.yan", "孙艳", "SALESPERSON", 2),
    ("li.qiang", "李强", "SALESPERSON", 2),
    ("zhou.tao", "周涛", "SALES_MANAGER", 0),
    ("xu.hua", "徐华", "SALES_MANAGER", 1),
    ("wu.jing", "吴静", "AR_ACCOUNTANT", 3),
    ("zheng.jie", "郑杰", "COLLECTOR", 3),
    ("wang.hong", "王红", "FINANCE_DIRECTOR", 3),
    ("feng.audit", "冯洁", "AUDITOR", 3),
    ("admin", "系统管理员", "ADMINISTRATOR", 3),
    ("he.ping", "何平", "CREDIT_MANAGER", 3),
)
DISPUTES = (
    "客户反映第二批减速机噪音超标，质检报告未签，暂不付款。",
    "开票税率有误，客户要求红冲重开后再付。",
    "到货少 4 件，客户要求补货后付尾款。",
    "验收单缺客户设备科签字，付款流程卡在验收。",
)


def company_names(*, chance: random.Random, count: int) -> list[tuple[str, str]]:
    """`count` different Chinese company names with their province."""
    found: dict[str, str] = {}
    while len(found) < count:
        town, province = chance.choice(TOWNS)
        name = town + chance.choice(BRANDS) + chance.choice(TRADES) + chance.choice(FORMS)
        found.setdefault(name, province)
    return list(found.items())


def person_name(*, chance: random.Random) -> str:
    """A Chinese personal name."""
    return chance.choice(SURNAMES) + chance.choice(GIVEN)
